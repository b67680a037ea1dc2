//! Authorities and officers, by workbooks.

use std::collections::HashMap;

use register::officer::OfficerFilter;
use register::workbook::{Title, Workbook, WorkbookFormat, WorkbookKind, write_sheet};
use register::{Asking, AuthorityId, Deed, OfficerId};
use store::{Limit, PageRequest};

use super::rooms::NAME;
use super::{Rooms, SimulateError};
use crate::city::{Authority, City, FOUNDED, Level, Officer};

const AUTHORITY: [&str; 8] = [
    "code",
    "name",
    "kind",
    "level",
    "parent",
    "area",
    "decision",
    "valid_from",
];
const OFFICER: [&str; 13] = [
    "code",
    "name",
    "authority",
    "post",
    "auxiliary",
    "certificate",
    "field",
    "area",
    "issued_on",
    "expires_on",
    "valid_from",
    "legal_qualification",
    "legally_qualified_on",
];
const REASON: &str = "建立模拟城市（虚构）";

/// Registers the authorities; gives their ids in the order of the city.
pub(super) async fn authorities(
    rooms: &Rooms,
    city: &City,
) -> Result<Vec<AuthorityId>, SimulateError> {
    let rows = city.authorities.iter().map(|one| authority(city, one));
    import(rooms, WorkbookKind::Authorities, &AUTHORITY, rows.collect()).await?;
    let failed = SimulateError::room(("读取执法主体", "reading the authorities"));
    let registry = rooms.register.authorities_known().await;
    let registry = registry.map_err(|error| failed(&error))?;
    let ids = city.authorities.iter().filter_map(|one| {
        let known = registry.by_code(&one.code)?;
        Some(known.id)
    });
    Ok(ids.collect())
}

/// Registers the officers; gives their ids in the order of the city.
pub(super) async fn officers(rooms: &Rooms, city: &City) -> Result<Vec<OfficerId>, SimulateError> {
    let rows = city.officers.iter().map(|one| {
        let rank = rank(city, one);
        officer(city, one, rank)
    });
    import(rooms, WorkbookKind::Officers, &OFFICER, rows.collect()).await?;
    let failed = SimulateError::room(("读取执法人员", "reading the officers"));
    let asking = Asking::program(NAME);
    let filter = OfficerFilter::on(rooms.register.today());
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut known: HashMap<String, OfficerId> = HashMap::new();
    loop {
        let rows = rooms.register.officers(&asking, &filter, &page).await;
        let rows = rows.map_err(|error| failed(&error))?;
        known.extend(rows.rows.into_iter().map(|row| (row.code, row.id)));
        let Some(next) = rows.next else { break };
        let failed = SimulateError::room(("读取执法人员", "reading the officers"));
        page.cursor = Some(
            next.parse()
                .map_err(|error| failed(&register::OfficerError::Cursor(error)))?,
        );
    }
    let ids = city.officers.iter().filter_map(|one| known.get(&one.code));
    Ok(ids.copied().collect())
}

async fn import(
    rooms: &Rooms,
    kind: WorkbookKind,
    titles: &[&str],
    rows: Vec<Vec<String>>,
) -> Result<(), SimulateError> {
    let failed = SimulateError::room(("导入登记表", "importing into the register"));
    let titles: Vec<_> = titles
        .iter()
        .map(|text| Title {
            text,
            needed: false,
        })
        .collect();
    let bytes = write_sheet(kind.name(), &titles, WorkbookFormat::Csv, &rows);
    let bytes = bytes.map_err(|error| SimulateError::File {
        path: kind.name().to_owned(),
        error: std::io::Error::other(error),
    })?;
    let workbook = Workbook {
        kind,
        format: WorkbookFormat::Csv,
        bytes: &bytes,
    };
    let deed = Deed::new(REASON);
    let asking = Asking::program(NAME);
    let imported = rooms.register.import_workbook(&asking, workbook, &deed);
    imported.await.map_err(|error| failed(&error))?;
    Ok(())
}

fn authority(city: &City, one: &Authority) -> Vec<String> {
    let parent = one.parent.map(|place| city.authorities[place].code.clone());
    [
        one.code.clone(),
        one.name.clone(),
        "行政机关".to_owned(),
        one.level.text().to_owned(),
        parent.unwrap_or_default(),
        one.area.clone(),
        "云麓市人民政府公告2020年第1号（虚构）".to_owned(),
        FOUNDED.to_string(),
    ]
    .to_vec()
}

/// The place of an officer among those of the authority.
fn rank(city: &City, one: &Officer) -> usize {
    let first = city.authorities[one.authority].officers.start;
    let place = city.officer_called(&one.code);
    place.map_or(0, |place| place - first)
}

fn officer(city: &City, one: &Officer, rank: usize) -> Vec<String> {
    let authority = &city.authorities[one.authority];
    let post = match rank {
        0 => "负责人",
        1 => "法制审核人员",
        _ if one.auxiliary => "辅助人员",
        _ => "执法人员",
    };
    let held = one.certificate.as_ref();
    let of = |value: Option<String>| value.unwrap_or_default();
    [
        one.code.clone(),
        one.name.clone(),
        authority.code.clone(),
        post.to_owned(),
        if one.auxiliary { "是" } else { "否" }.to_owned(),
        of(held.map(|held| held.number.clone())),
        of(held.map(|_| "综合执法".to_owned())),
        of(held.map(|_| authority.area.clone())),
        of(held.map(|held| held.issued_on.to_string())),
        of(held.map(|held| held.expires_on.to_string())),
        FOUNDED.to_string(),
        of(one.qualified.then(|| format!("模拟资格-{}", one.code))),
        of(one.qualified.then(|| FOUNDED.to_string())),
    ]
    .to_vec()
}

impl Level {
    /// As workbooks of the register have it.
    const fn text(self) -> &'static str {
        match self {
            Self::City => "市级",
            Self::District => "县区级",
            Self::Street => "镇街级",
        }
    }
}
