//! Reading paths and queries, refused as a [`Problem`].

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{Problem, code};

/// Query parameters, refused as a [`Problem`].
#[derive(FromRequestParts)]
#[from_request(via(Query), rejection(Problem))]
pub struct Params<T>(pub T);

/// Path parameters, refused as a [`Problem`].
pub struct InPath<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for InPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(value) = Path::from_request_parts(parts, state).await?;
        Ok(Self(value))
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(
            &code::PARAMETER_INVALID,
            format!("查询参数无法读取：{rejection}"),
            format!("The query parameters cannot be read: {rejection}"),
        )
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::new(
            &code::PARAMETER_INVALID,
            format!("路径参数无法读取：{rejection}"),
            format!("The path parameters cannot be read: {rejection}"),
        )
    }
}

impl From<store::CursorError> for Problem {
    fn from(_: store::CursorError) -> Self {
        Self::new(
            &code::CURSOR_INVALID,
            "游标只能取自上一页的 next，请从第一页重新开始。",
            "A cursor is taken from `next` of the page before. Begin again with the first page.",
        )
    }
}
