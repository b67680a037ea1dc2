//! What a register says is asked anew for each act: a certificate that is suspended through one
//! server refuses the next act on another.

use jiff::civil::Date;
use register::officer::OfficerView;
use register::{Asking, CertificateStatus, Deed};
use serde_json::Value;
use store::testing::empty_postgres;

use crate::city::{City, Rooms};
use crate::node::{Answer, Client, Node};
use crate::story::{filing, investigation, lead};

#[test]
fn a_certificate_suspended_on_one_server_refuses_the_next_act_on_another() {
    let xiezhi = env!("CARGO_BIN_EXE_xiezhi");
    let data = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(empty_postgres());
    let city = runtime.block_on(City::make(xiezhi, &url, data.path(), 2));
    let nodes = [(); 2].map(|()| Node::start(xiezhi, &url, data.path()));
    let elsewhere = runtime.block_on(Rooms::open(&url, data.path()));
    let mut clients = nodes.each_ref().map(Client::of);
    let (one, other) = (&city.officers[0], &city.officers[1]);
    let opened = clients[0]
        .post("/cases", one, &[], &lead(&city, "证件"))
        .unwrap();
    assert_eq!(opened.status, 201, "{}", opened.body);
    let path = format!("/cases/{}/acts", opened.body["id"].as_str().unwrap());
    let filed = clients[1].post(
        &path,
        &city.head,
        &[("if-match", "\"1\"")],
        &filing(one, other),
    );
    assert_eq!(filed.unwrap().status, 200);

    let mut revision = 2;
    let mut act = |client: &mut Client| -> Answer {
        let seen = format!("\"{revision}\"");
        let body = investigation(revision, other);
        let done = client
            .post(&path, one, &[("if-match", &seen)], &body)
            .unwrap();
        revision += u32::from(done.status == 200);
        done
    };
    // Often enough that whatever is kept in memory is kept.
    for _ in 0..3 {
        for client in &mut clients {
            let done = act(client);
            assert_eq!(
                (done.status, &done.body["broken"]),
                (200, &Value::Array(Vec::new()))
            );
        }
    }
    for (from, to) in [
        (CertificateStatus::Valid, CertificateStatus::Suspended),
        (CertificateStatus::Suspended, CertificateStatus::Valid),
    ] {
        let set = set_status(&elsewhere, &other.id, city.today, to);
        runtime.block_on(set);
        for client in &mut clients {
            let done = act(client);
            if to == CertificateStatus::Valid {
                assert_eq!(done.status, 200, "{from:?} {}", done.body);
                continue;
            }
            assert_eq!(
                (done.status, done.code()),
                (409, "case.refused"),
                "{}",
                done.body
            );
            let rules = done.body["broken"].as_array().unwrap();
            let rules: Vec<&str> = rules
                .iter()
                .filter_map(|rule| rule["rule"].as_str())
                .collect();
            assert_eq!(rules, ["officers.certified"]);
        }
    }
}

/// Sets what the certificate of an officer is worth from a day on, in a process of its own.
async fn set_status(rooms: &Rooms, officer: &str, on: Date, status: CertificateStatus) {
    let clerk = Asking::program("test");
    let id = officer.parse().unwrap();
    let view: OfficerView = rooms.register.officer(&clerk, id, on).await.unwrap();
    let certificate = view.certificates[0].id;
    let deed = Deed::on(view.revision, "虚构的理由");
    let set = rooms
        .register
        .set_certificate_status(&clerk, id, certificate, status, on, &deed);
    set.await.unwrap();
}
