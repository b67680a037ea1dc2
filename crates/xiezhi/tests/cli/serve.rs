//! The server as a process, and the doctor.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use crate::support::{data, err, out, path, run, xiezhi};

#[test]
fn the_doctor_says_what_is_well_and_what_is_not() {
    let data = data();
    let well = run(&["doctor", "--data", path(&data)]);
    assert_eq!(well.status.code(), Some(0), "{}", out(&well));
    assert!(out(&well).contains("法规 6 部"), "{}", out(&well));
    let file = data.path().join("not-a-folder");
    fs::write(&file, "").unwrap();
    let ill = run(&["--lang", "en", "doctor", "--data", file.to_str().unwrap()]);
    assert_eq!(ill.status.code(), Some(4));
    assert!(out(&ill).contains("cannot be written to"), "{}", out(&ill));
}

#[test]
fn only_this_machine_is_listened_on() {
    let data = tempfile::tempdir().unwrap();
    let open = run(&["serve", "--listen", "0.0.0.0:0", "--data", path(&data)]);
    assert_eq!(open.status.code(), Some(2));
    assert!(err(&open).contains("127.0.0.1"), "{}", err(&open));
}

/// Killed when the test ends, however it ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_server_prints_its_address_and_stops_when_told() {
    let data = data();
    let child = xiezhi()
        .args(["serve", "--listen", "127.0.0.1:0", "--data", path(&data)])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut lines = BufReader::new(server.0.stdout.take().unwrap());
    let (mut address, mut set_up) = (String::new(), String::new());
    lines.read_line(&mut address).unwrap();
    for _ in 0..2 {
        set_up.clear();
        lines.read_line(&mut set_up).unwrap();
    }
    let address = address
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    let request = format!("GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        set_up.starts_with(&format!("http://{address}/admin/set-up#")),
        "{set_up}"
    );
    let stopped = Command::new("kill")
        .arg(server.0.id().to_string())
        .status()
        .unwrap();
    assert!(stopped.success());
    assert_eq!(server.0.wait().unwrap().code(), Some(0));
}

#[test]
fn sign_in_settings_that_are_wrong_stop_the_start_and_are_named() {
    let data = data();
    let provider = r#"{"id": "city", "name": {"zh": "统一认证", "en": "city"}, "issuer": "https://login.example", "client_id": "xiezhi""#;
    for (text, said) in [
        ("{".to_owned(), "line 1"),
        (r#"{"orgin": "https://city.example"}"#.to_owned(), "orgin"),
        (format!(r#"{{"providers": [{provider}}}]}}"#), "origin"),
        (
            format!(
                r#"{{"origin": "https://city.example", "providers": [{provider}, "client_secret_file": "none"}}]}}"#
            ),
            "none",
        ),
    ] {
        fs::write(data.path().join("sign-in.json"), &text).unwrap();
        let refused = run(&[
            "--lang",
            "en",
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            path(&data),
        ]);
        assert_eq!(refused.status.code(), Some(4), "{text}");
        assert!(err(&refused).contains(said), "{}", err(&refused));
        assert!(
            err(&refused).contains("sign-in.json") || said == "none",
            "{}",
            err(&refused)
        );
    }
}
