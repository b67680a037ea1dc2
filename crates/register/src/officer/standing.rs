//! Whether an officer may enforce on a day: decided purely, and where not, it says why not.

use base::{AreaCode, Lang};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Certificate, Officer};
use crate::CertificateStatus;

/// The answer, as of a day: 行政处罚法 articles 42 and 76 want a qualified officer with a valid
/// certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Standing {
    /// The officer may enforce with this certificate.
    Valid {
        /// Its number.
        certificate: String,
        /// Its last day.
        #[schema(value_type = String, format = Date)]
        expires_on: Date,
    },
    /// The officer may not.
    NotValid {
        /// Every reason, for each certificate.
        why: Vec<WhyNot>,
    },
}

/// Why an officer may not enforce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum WhyNot {
    /// They served nowhere on that day.
    NotInPost,
    /// They were auxiliary staff on that day.
    Auxiliary,
    /// They have no certificate.
    NoCertificate,
    /// The certificate is for another field.
    OtherField {
        /// Its number.
        certificate: String,
        /// For which field it is.
        field: String,
    },
    /// The certificate is for another area.
    OtherArea {
        /// Its number.
        certificate: String,
        /// For which area it is.
        #[schema(value_type = String)]
        area: AreaCode,
    },
    /// The certificate was issued later.
    NotYetIssued {
        /// Its number.
        certificate: String,
        /// When.
        #[schema(value_type = String, format = Date)]
        issued_on: Date,
    },
    /// Its last day had passed.
    Expired {
        /// Its number.
        certificate: String,
        /// Its last day.
        #[schema(value_type = String, format = Date)]
        expires_on: Date,
    },
    /// It was suspended, cancelled or lost.
    Status {
        /// Its number.
        certificate: String,
        /// What it was.
        status: CertificateStatus,
        /// Since when.
        #[schema(value_type = String, format = Date)]
        since: Date,
    },
}

/// Whether an officer may enforce on a day, in a field and an area where they are named.
pub(crate) fn standing(
    officer: &Officer,
    day: Date,
    field: Option<&str>,
    area: Option<&AreaCode>,
) -> Standing {
    let mut why = Vec::new();
    match officer.posts.at(day) {
        None => why.push(WhyNot::NotInPost),
        Some(post) if post.auxiliary => why.push(WhyNot::Auxiliary),
        Some(_) => {}
    }
    let mut flaws = Vec::new();
    let mut good = None;
    for certificate in &officer.certificates {
        match flaw(certificate, day, field, area) {
            None => good = Some(&certificate.draft),
            Some(flaw) => flaws.push(flaw),
        }
    }
    if officer.certificates.is_empty() {
        flaws.push(WhyNot::NoCertificate);
    }
    match good {
        Some(draft) if why.is_empty() => Standing::Valid {
            certificate: draft.number.clone(),
            expires_on: draft.expires_on,
        },
        Some(_) => Standing::NotValid { why },
        None => {
            why.extend(flaws);
            Standing::NotValid { why }
        }
    }
}

fn flaw(
    certificate: &Certificate,
    day: Date,
    field: Option<&str>,
    area: Option<&AreaCode>,
) -> Option<WhyNot> {
    let draft = &certificate.draft;
    let number = || draft.number.clone();
    if day < draft.issued_on {
        return Some(WhyNot::NotYetIssued {
            certificate: number(),
            issued_on: draft.issued_on,
        });
    }
    if day > draft.expires_on {
        return Some(WhyNot::Expired {
            certificate: number(),
            expires_on: draft.expires_on,
        });
    }
    if let Some(span) = certificate.statuses.span_at(day)
        && span.value != CertificateStatus::Valid
    {
        return Some(WhyNot::Status {
            certificate: number(),
            status: span.value,
            since: span.from,
        });
    }
    if field.is_some_and(|field| field != draft.field) {
        return Some(WhyNot::OtherField {
            certificate: number(),
            field: draft.field.clone(),
        });
    }
    if area.is_some_and(|area| !draft.area.contains(area)) {
        return Some(WhyNot::OtherArea {
            certificate: number(),
            area: draft.area.clone(),
        });
    }
    None
}

impl Standing {
    /// Whether the officer may enforce.
    pub const fn is_valid(&self) -> bool {
        matches!(self, Self::Valid { .. })
    }

    /// The answer in a sentence of this language.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (
                Self::Valid {
                    certificate,
                    expires_on,
                },
                Lang::Zh,
            ) => format!("执法证 {certificate} 有效，至 {expires_on} 止。"),
            (
                Self::Valid {
                    certificate,
                    expires_on,
                },
                Lang::En,
            ) => {
                format!("The certificate {certificate} is valid until {expires_on}.")
            }
            (Self::NotValid { why }, lang) => {
                let between = if lang == Lang::Zh { "" } else { " " };
                why.iter()
                    .map(|why| why.text(lang))
                    .collect::<Vec<_>>()
                    .join(between)
            }
        }
    }
}

impl WhyNot {
    /// The reason in a sentence of this language.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotInPost => "该日不在任何执法主体任职。".to_owned(),
            Self::Auxiliary => "该日为执法辅助人员，不得执法。".to_owned(),
            Self::NoCertificate => "没有执法证。".to_owned(),
            Self::OtherField { certificate, field } => {
                format!("执法证 {certificate} 的执法类别为{field}。")
            }
            Self::OtherArea { certificate, area } => {
                format!("执法证 {certificate} 的执法区域为 {area}。")
            }
            Self::NotYetIssued {
                certificate,
                issued_on,
            } => format!("执法证 {certificate} 于 {issued_on} 才核发。"),
            Self::Expired {
                certificate,
                expires_on,
            } => format!("执法证 {certificate} 已于 {expires_on} 到期。"),
            Self::Status {
                certificate,
                status,
                since,
            } => format!(
                "执法证 {certificate} 自 {since} 起{}。",
                status.text(Lang::Zh)
            ),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NotInPost => "The officer served in no authority on that day.".to_owned(),
            Self::Auxiliary => {
                "On that day they were auxiliary staff, who may not enforce.".to_owned()
            }
            Self::NoCertificate => "The officer has no certificate.".to_owned(),
            Self::OtherField { certificate, field } => {
                format!("The certificate {certificate} is for the field {field}.")
            }
            Self::OtherArea { certificate, area } => {
                format!("The certificate {certificate} is for the area {area}.")
            }
            Self::NotYetIssued {
                certificate,
                issued_on,
            } => format!("The certificate {certificate} was issued on {issued_on} only."),
            Self::Expired {
                certificate,
                expires_on,
            } => format!("The certificate {certificate} expired on {expires_on}."),
            Self::Status {
                certificate,
                status,
                since,
            } => {
                format!(
                    "The certificate {certificate} has been {} since {since}.",
                    status.text(Lang::En)
                )
            }
        }
    }
}
