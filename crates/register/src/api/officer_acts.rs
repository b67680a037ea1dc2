//! What is done with officers: register, move, end, certificates, legal qualification, training,
//! interests.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use problem::{Body, InPath, Problem, WriteProblems};
use serde::Deserialize;
use utoipa::ToSchema;

use super::input::{self, Made, OnDay};
use super::{Asking, Register};
use crate::officer::{
    CertificateDraft, InterestDraft, LegalQualification, OfficerDraft, Post, Training,
};
use crate::register::Deed;
use crate::{CertificateId, CertificateStatus, InterestId, OfficerId};

/// An officer who is to be registered.
#[derive(Deserialize, ToSchema)]
pub struct RegisterOfficerRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// The staff number.
    #[schema(min_length = 1, max_length = 50)]
    code: String,
    /// The first post.
    post: Post,
    /// From which day.
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    /// The citizen identity number.
    #[serde(default)]
    identity: Option<String>,
    /// The certificate.
    #[serde(default)]
    certificate: Option<CertificateDraft>,
    /// The legal qualification.
    #[serde(default)]
    legal_qualification: Option<LegalQualification>,
}

/// Another post.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MoveRequest {
    /// Why, and from which day on.
    #[serde(flatten)]
    deed: OnDay,
    /// The post.
    post: Post,
}

/// A certificate that is issued.
#[derive(Debug, Deserialize, ToSchema)]
pub struct IssueRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// What is printed on it.
    certificate: CertificateDraft,
}

/// What a certificate is worth from a day on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StatusRequest {
    /// Why, and from which day on.
    #[serde(flatten)]
    deed: OnDay,
    /// What it is worth.
    status: CertificateStatus,
}

/// A legal qualification that an officer has.
#[derive(Debug, Deserialize, ToSchema)]
pub struct QualificationRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// The qualification.
    legal_qualification: LegalQualification,
}

/// Training that was completed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TrainingRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// The training.
    training: Training,
}

/// For what an officer withdraws.
#[derive(Debug, Deserialize, ToSchema)]
pub struct InterestRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// The interest.
    interest: InterestDraft,
}

/// Registers an officer.
#[utoipa::path(post, operation_id = "register_officer", path = "/officers", tag = "officers",
    request_body = RegisterOfficerRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn register(
    asking: Asking,
    State(register): State<Register>,
    Body(request): Body<RegisterOfficerRequest>,
) -> Result<Response, Problem> {
    let draft = OfficerDraft {
        code: request.code,
        post: request.post,
        valid_from: request.valid_from,
        identity: input::identity(request.identity.as_deref())?,
        certificate: request.certificate,
        legal_qualification: request.legal_qualification,
    };
    Ok(input::made(
        register
            .register_officer(&asking, draft, &Deed::new(&request.reason))
            .await?,
    ))
}

/// Lets an officer serve elsewhere or as something else from a day on.
#[utoipa::path(post, operation_id = "move_officer", path = "/officers/{id}/posts", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = MoveRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn moves(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    headers: HeaderMap,
    Body(request): Body<MoveRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.deed.reason)?;
    register
        .move_officer(&asking, id, request.post, request.deed.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Lets an officer serve nowhere from a day on.
#[utoipa::path(post, operation_id = "end_officer", path = "/officers/{id}/end", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = OnDay, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn end(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    headers: HeaderMap,
    Body(request): Body<OnDay>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register.end_officer(&asking, id, request.on, &deed).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Issues a certificate.
#[utoipa::path(post, operation_id = "issue_certificate", path = "/officers/{id}/certificates", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = IssueRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn issue(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    headers: HeaderMap,
    Body(request): Body<IssueRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    Ok(input::made(
        register
            .issue_certificate(&asking, id, request.certificate, &deed)
            .await?,
    ))
}

/// Says what a certificate is worth from a day on.
#[utoipa::path(post, operation_id = "set_certificate_status", path = "/officers/{id}/certificates/{certificate}/status", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"), ("certificate" = Uuid, Path, description = "Id of the certificate"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = StatusRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn set_status(
    asking: Asking,
    State(register): State<Register>,
    InPath((id, certificate)): InPath<(OfficerId, CertificateId)>,
    headers: HeaderMap,
    Body(request): Body<StatusRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.deed.reason)?;
    let (status, on) = (request.status, request.deed.on);
    register
        .set_certificate_status(&asking, id, certificate, status, on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Records the national legal qualification of an officer (行政处罚法 art. 58).
#[utoipa::path(post, operation_id = "record_legal_qualification", path = "/officers/{id}/legal-qualification", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = QualificationRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn qualify(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    headers: HeaderMap,
    Body(request): Body<QualificationRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register
        .record_legal_qualification(&asking, id, request.legal_qualification, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Records training that an officer completed.
#[utoipa::path(post, operation_id = "record_training", path = "/officers/{id}/training", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = TrainingRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn train(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    headers: HeaderMap,
    Body(request): Body<TrainingRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register
        .record_training(&asking, id, request.training, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Records for what an officer withdraws.
#[utoipa::path(post, operation_id = "declare_interest", path = "/officers/{id}/interests", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = InterestRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn declare(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    headers: HeaderMap,
    Body(request): Body<InterestRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    Ok(input::made(
        register
            .declare_interest(&asking, id, request.interest, &deed)
            .await?,
    ))
}

/// Ends an interest on a day.
#[utoipa::path(post, operation_id = "end_interest", path = "/officers/{id}/interests/{interest}/end", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"), ("interest" = Uuid, Path, description = "Id of the interest"),
        ("If-Match" = String, Header, description = "ETag of the officer when it was read")),
    request_body = OnDay, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn end_interest(
    asking: Asking,
    State(register): State<Register>,
    InPath((id, interest)): InPath<(OfficerId, InterestId)>,
    headers: HeaderMap,
    Body(request): Body<OnDay>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register
        .end_interest(&asking, id, interest, request.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
