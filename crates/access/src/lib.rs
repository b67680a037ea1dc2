//! Who may do what: accounts, sign-in, sessions, roles, and the policy table compiled to one scope
//! per person, action and day.
//!
//! For: signing in with password and second factor or with a provider of OpenID Connect; roles from
//! a day to a day; [`Signed::authorise`], which gives the scope that list, count, search and single
//! read share; the trail of looks, exports and refusals. Not for: the policy table itself (a pack,
//! read by `rules`), officers and authorities (`register`), or what a scope means (`store`).
//!
//! Read first: [`Signed`] (who asks, and for what they may ask) and [`Access`] (the room's handle).

mod access;
mod account;
mod accounts;
mod acts;
pub mod api;
mod attempts;
mod change_password;
mod codes;
mod deputies;
mod end_sessions;
mod explained;
mod fault;
mod grants;
mod key;
mod known_roles;
mod lock_out;
mod login;
#[cfg(feature = "oidc")]
pub mod oidc;
mod password;
mod place;
pub mod policy;
mod recoveries;
mod registered;
mod second_factor;
mod secret;
mod sessions;
mod sign_in;
mod signed;
mod standings;
mod tables;
mod trail;

pub use access::{Access, Lifetimes, OpenError};
pub use account::{Account, AccountState, RoleGrant};
pub use accounts::{AccountDetail, AccountError, Manager, NewAccount};
pub use codes::{ADMINISTRATOR, CodeError, FirstAdministrator};
pub use deputies::{Deputy, DeputyError, NewDeputy};
pub use fault::Fault;
pub use grants::NewGrant;
pub use key::{AccessKey, KeyError};
pub use login::{LoginName, LoginNameError};
pub use password::{HashError, PasswordFault};
pub use place::{Node, Place, Reach, Tree};
pub use recoveries::Approval;
pub use registered::Registered;
pub use second_factor::{Enrolment, code_of};
pub use secret::Secret;
pub use sessions::{SessionError, Stage};
pub use sign_in::{SignInError, Step};
pub use signed::{Forbidden, Signed};
pub use standings::{Standings, TreeAndOfficer};
pub use trail::{Refused, Trail, TrailError};
