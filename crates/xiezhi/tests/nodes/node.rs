//! A server as a process, and a client with one connection that is kept.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test and the measurement use a part of it, and fail by its panic"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use store::DatabaseUrl;

use crate::city::{Person, address};

/// A server; killed when it is dropped.
#[derive(Debug)]
pub struct Node {
    pub child: Child,
    pub at: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Node {
    /// Starts a server and waits until it listens.
    pub fn start(xiezhi: &str, url: &DatabaseUrl, data: &Path) -> Self {
        let mut child = Command::new(xiezhi)
            .env("DATABASE_URL", address(url))
            .env("LANG", "C.UTF-8")
            .env("RUST_LOG", "warn")
            .args(["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let at = line.trim().trim_end_matches('/').rsplit('/').next();
        let at = at.unwrap().to_owned();
        assert!(
            at.starts_with("127.0.0.1:"),
            "the server did not start: {line}"
        );
        // What it says later must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { child, at }
    }
}

/// A connection that is kept.
#[derive(Debug)]
pub struct Client {
    stream: BufReader<TcpStream>,
    at: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Null where it is no JSON.
    pub body: Value,
    pub text: String,
    /// From when the request was sent until all of it was there.
    pub took: Duration,
}

impl Answer {
    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Client {
    pub fn of(node: &Node) -> Self {
        Self::at(&node.at)
    }

    pub fn at(at: &str) -> Self {
        let stream = TcpStream::connect(at).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
            at: at.to_owned(),
        }
    }

    /// Sends a JSON body with headers as one.
    pub fn post(
        &mut self,
        path: &str,
        who: &Person,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> std::io::Result<Answer> {
        let mut all = vec![
            ("content-type", "application/json"),
            ("cookie", &who.cookie),
        ];
        all.extend(headers);
        self.send("POST", path, &all, body.to_string().as_bytes())
    }

    pub fn get(&mut self, path: &str, who: &Person) -> std::io::Result<Answer> {
        self.send("GET", path, &[("cookie", &who.cookie)], b"")
    }

    /// Sends a request; an error is one of the connection.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Answer> {
        let mut text = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: {}\r\n", self.at);
        for (name, value) in headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n"]);
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.get_mut().write_all(&bytes)?;
        let begun = Instant::now();
        let (status, text) = self.answer()?;
        Ok(Answer {
            status,
            took: begun.elapsed(),
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        })
    }

    fn answer(&mut self) -> std::io::Result<(u16, String)> {
        let gone = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(gone)?;
        let mut length = 0;
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(gone());
            }
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(|_| gone())?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, String::from_utf8(body).unwrap_or_default()))
    }
}
