//! How browsers reach the platform, and the providers with which people may sign in:
//! `sign-in.json` of the data folder.

use std::fs;
use std::io;
use std::path::Path;

use access::Secret;
use access::api::Cookies;
use access::oidc::{Provider, Providers};
use base::Text;
use serde::Deserialize;

use crate::failure::{Exit, Failure};

/// The file in the data folder; where there is none, people sign in with their passwords only.
const FILE: &str = "sign-in.json";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInFile {
    /// `https://city.example`: where browsers reach the platform.
    #[serde(default)]
    origin: String,
    #[serde(default)]
    providers: Vec<ProviderLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderLine {
    id: String,
    name: Text,
    issuer: String,
    client_id: String,
    /// A file that holds the secret alone; taken from the data folder where it is no whole path.
    client_secret_file: Option<String>,
    #[serde(default)]
    proves_second_factor: bool,
}

/// Reads the file: how cookies are set, and the providers.
pub fn read(data: &Path) -> Result<(Cookies, Providers), Failure> {
    let file = file(data)?;
    let cookies = if file.origin.starts_with("https://") {
        Cookies::Secure
    } else {
        Cookies::Plain
    };
    let list: Result<Vec<_>, _> = file
        .providers
        .into_iter()
        .map(|line| provider(line, data))
        .collect();
    Ok((cookies, Providers::new(&file.origin, list?)))
}

fn file(data: &Path) -> Result<SignInFile, Failure> {
    let path = data.join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(SignInFile::default()),
        text => text.map_err(|error| wrong(&path, &error))?,
    };
    let file: SignInFile = serde_json::from_str(&text).map_err(|error| wrong(&path, &error))?;
    if file.origin.is_empty() && !file.providers.is_empty() {
        return Err(wrong(
            &path,
            &"origin: https://… is missing, and providers send people back to it",
        ));
    }
    Ok(file)
}

fn provider(line: ProviderLine, data: &Path) -> Result<Provider, Failure> {
    let secret = line.client_secret_file.map(|file| {
        let path = data.join(file);
        let secret = fs::read_to_string(&path).map_err(|error| wrong(&path, &error))?;
        Ok::<_, Failure>(Secret::new(secret.trim()))
    });
    Ok(Provider {
        id: line.id,
        name: line.name,
        issuer: line.issuer,
        client_id: line.client_id,
        client_secret: secret.transpose()?,
        proves_second_factor: line.proves_second_factor,
    })
}

fn wrong(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    let path = path.display();
    Failure::new(
        Exit::Data,
        format!("登录设置 {path} 有误：{why}。写法见 docs/how-to/sign-in.md。"),
        format!("{path} is wrong: {why}. How it is written stands in docs/how-to/sign-in.md."),
    )
}
