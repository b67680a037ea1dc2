//! What stands before the routes of the register: the action of each route, the scope of who asks,
//! and looks and exports on the record.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use problem::Problem;
use record::Actor;
use register::Asking;
use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::secret::hex;
use crate::sessions::SessionError;
use crate::signed::Signed;

/// What a request of the register does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    /// The action of the policy table.
    action: &'static str,
    note: Note,
}

/// What of it is put on the record besides what the register itself records.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Note {
    Nothing,
    /// A look at somebody's data.
    Look {
        subject: &'static str,
        id: String,
    },
    /// Data is taken out.
    Export {
        what: String,
    },
}

/// Asks for the scope of the route's action and hands it to the register's handlers as
/// [`Asking`]. A route that is not known here gets none, so that its handler refuses. What is looked
/// at or taken out is on the record before it is handed over.
pub async fn ask_register(mut request: Request, next: Next) -> Result<Response, Problem> {
    let Some(asked) = asked(request.method(), request.uri().path()) else {
        return Ok(next.run(request).await);
    };
    let signed = Signed::of(request.extensions())?;
    let scope = signed.authorise(asked.action).await?;
    let filter = hex(&Sha256::digest(request.uri().query().unwrap_or_default()));
    let actor = Actor::Person {
        account: signed.account().to_owned(),
    };
    request.extensions_mut().insert(Asking { actor, scope });
    let response = next.run(request).await;
    if response.status().is_success() {
        let noted = note(&signed, asked, &filter).await;
        noted.map_err(SessionError::from)?;
    }
    Ok(response)
}

async fn note(signed: &Signed, asked: Asked, filter: &str) -> Result<(), Fault> {
    let trail = signed.access().trail();
    match asked.note {
        Note::Nothing => {}
        Note::Look { subject, id } => {
            trail
                .note_look(signed.account(), (subject, &id), asked.action)
                .await?;
        }
        Note::Export { what } => {
            trail
                .note_export(signed.account(), &what, None, filter)
                .await?;
        }
    }
    Ok(())
}

/// What a method does at an address of the register.
fn asked(method: &Method, path: &str) -> Option<Asked> {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let reads = match *method {
        Method::GET | Method::HEAD => true,
        Method::POST => false,
        _ => return None,
    };
    let plain = |action| {
        Some(Asked {
            action,
            note: Note::Nothing,
        })
    };
    let look = |subject, id: &str, action| {
        let id = id.to_owned();
        Some(Asked {
            action,
            note: Note::Look { subject, id },
        })
    };
    match (reads, parts.as_slice()) {
        (true, ["authorities", ..]) => plain("authority.read"),
        (false, ["authorities", ..]) => plain("authority.write"),
        (true, ["officers"]) => plain("officer.read"),
        (true, ["officers", id] | ["officers", id, "history" | "standing" | "deeds"]) => {
            look("officer", id, "officer.read")
        }
        (false, ["officers", ..]) => plain("officer.write"),
        // Names are looked for by POST only, so that none stands in an address.
        (true, ["parties", "find"]) => None,
        (true, ["parties", id] | ["parties", id, "history"]) => look("party", id, "party.read"),
        // The register puts a look at an identity on the record itself, with its reason.
        (true, ["parties"]) | (false, ["parties", "find"] | ["parties", _, "identity"]) => {
            plain("party.read")
        }
        (false, ["parties", _, "erasure"]) => plain("party.erase"),
        (false, ["parties"] | ["parties", _, "changes"]) => plain("party.write"),
        (_, ["register", kind, what @ ("export" | "template" | "imports")]) => {
            Some(workbook(reads, kind, what))
        }
        _ => None,
    }
}

/// What a method does with workbooks; a kind that there is not is refused by the register.
fn workbook(reads: bool, kind: &str, what: &str) -> Asked {
    let action = match (kind, reads) {
        ("officers", true) => "officer.read",
        ("officers", false) => "officer.write",
        (_, true) => "authority.read",
        (_, false) => "authority.write",
    };
    let note = match what {
        "export" => Note::Export {
            what: kind.to_owned(),
        },
        _ => Note::Nothing,
    };
    Asked { action, note }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_route_has_its_action() {
        let action = |method: Method, path| asked(&method, path).map(|asked| asked.action);
        let (get, post) = (Method::GET, Method::POST);
        assert_eq!(
            action(get.clone(), "/api/v1/authorities"),
            Some("authority.read")
        );
        assert_eq!(
            action(post.clone(), "/authorities/merge"),
            Some("authority.write")
        );
        for what in ["standing", "deeds"] {
            let path = format!("/officers/1/{what}");
            assert_eq!(
                asked(&get, &path).map(|asked| asked.action),
                Some("officer.read")
            );
        }
        assert_eq!(
            action(post.clone(), "/officers/1/end"),
            Some("officer.write")
        );
        assert_eq!(action(post.clone(), "/parties/find"), Some("party.read"));
        assert_eq!(
            action(post.clone(), "/parties/1/identity"),
            Some("party.read")
        );
        assert_eq!(
            action(post.clone(), "/parties/1/erasure"),
            Some("party.erase")
        );
        assert_eq!(action(post.clone(), "/parties"), Some("party.write"));
        assert_eq!(
            action(post, "/register/officers/imports"),
            Some("officer.write")
        );
        assert_eq!(action(Method::TRACE, "/parties"), None);
        assert_eq!(action(get.clone(), "/parties/1/erasure"), None);
        assert_eq!(action(get.clone(), "/parties/find"), None);
        assert_eq!(action(get, "/elsewhere"), None);
    }

    #[test]
    fn looks_and_exports_are_known() {
        let note = |path| asked(&Method::GET, path).map(|asked| asked.note);
        let id = "p1".to_owned();
        assert_eq!(
            note("/parties/p1/history"),
            Some(Note::Look {
                subject: "party",
                id
            })
        );
        let what = "officers".to_owned();
        assert_eq!(
            note("/register/officers/export"),
            Some(Note::Export { what })
        );
        assert_eq!(note("/register/officers/template"), Some(Note::Nothing));
        assert_eq!(note("/parties"), Some(Note::Nothing));
    }
}
