//! Calls to witnesses and webhooks.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder};
use thiserror::Error;

/// Why nobody can be called.
#[derive(Debug, Error)]
pub enum HttpError {
    /// The file of certificates cannot be read.
    #[error(
        "the certificates in {} cannot be read: {error}. Name a readable PEM file as ca_file in ledger.json, or leave it out",
        .path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file holds no certificate.
    #[error(
        "the file {} holds no certificate: ca_file in ledger.json must name a PEM file with the certificate of the authority that signed the receiver's",
        .0.display()
    )]
    NoCertificate(PathBuf),
    /// The client cannot be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// A client that follows no redirect and asks no proxy. `https` is believed when the machine's
/// certificate authorities or those of `ca_file` (PEM) bear the certificate out.
pub(crate) fn client(timeout: Duration, ca_file: Option<&Path>) -> Result<Client, HttpError> {
    // Another part of the program may have chosen a provider of cryptography already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let own = ca_file.map(certificates).transpose()?.unwrap_or_default();
    let builder = || -> ClientBuilder {
        Client::builder()
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
    };
    builder()
        .tls_certs_merge(own.clone())
        .build()
        .or_else(|error| {
            // A machine without any certificate authority can still call those of `ca_file`, and
            // whoever needs no certificate.
            tracing::warn!(%error, "the certificate authorities of this machine cannot be used");
            Ok(builder().tls_certs_only(own).build()?)
        })
}

fn certificates(path: &Path) -> Result<Vec<Certificate>, HttpError> {
    let pem = fs::read(path).map_err(|error| HttpError::Unreadable {
        path: path.to_owned(),
        error,
    })?;
    let found = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if found.is_empty() {
        return Err(HttpError::NoCertificate(path.to_owned()));
    }
    Ok(found)
}
