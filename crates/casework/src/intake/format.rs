//! The format of a row: an act of a case, as another system tells it.

use base::CitizenNumber;
use jiff::civil::DateTime;
use procedure::DocumentGiven;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::row_error::RowError;
use crate::numbers::NumberClaim;

/// The name of the format.
pub const FORMAT: &str = "xiezhi.case-act.v1";

/// Bytes that a line may have.
pub const LINE_BYTES: usize = 256 << 10;

/// Characters that an id of a source may have.
const ID_CHARS: usize = 200;

/// Characters that a number of a case or a document may have.
const NUMBER_CHARS: usize = 100;

/// A row: one act of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseActRow {
    /// `xiezhi.case-act.v1`.
    pub format: String,
    /// The case.
    pub case: RowCase,
    /// The act.
    pub act: RowAct,
    /// The id of an act of the same case that was taken in wrongly: this row says it as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// The act was forgotten: it is taken in although later ones are there already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

/// The head of a case, the same in each of its rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowCase {
    /// The number that the source gives it, 1 to 200 characters.
    pub id: String,
    /// The procedure: `penalty.simple`.
    pub procedure: String,
    /// The authority: its credit code, its number in the register, or its id.
    pub authority: String,
    /// The id of the item; stated with the first act that takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<RowParty>,
}

/// A party. The only place of a row where personal data may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowParty {
    /// What it is called, at most 200 characters.
    pub name: String,
    /// Its id in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its unified social credit code (GB 32100).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowAct {
    /// What the source calls it within the case, 1 to 200 characters.
    pub id: String,
    /// The act of the procedure: `decide_on_spot`.
    pub kind: String,
    /// Its place among the acts of the case, from 1: it waits for the one before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u32>,
    /// When it happened, in legal time: `2026-11-02T10:30:00`.
    #[schemars(with = "String")]
    pub happened_at: DateTime,
    /// Those who did it, by staff number or id.
    #[serde(default)]
    pub officers: Vec<String>,
    /// What it states: the fields that the act takes; amounts in whole fen, days `YYYY-MM-DD`.
    #[serde(default)]
    pub states: Map<String, Value>,
    /// The documents that come with it.
    #[serde(default)]
    #[schemars(with = "Vec<Map<String, Value>>")]
    pub documents: Vec<DocumentGiven>,
    /// The numbers that the source gave with it: of `case`, or of a kind of document that is not among
    /// `documents`. They are kept as they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<Map<String, Value>>")]
    pub numbers: Vec<NumberClaim>,
}

/// The JSON Schema of a row.
pub fn row_schema() -> Value {
    schemars::schema_for!(CaseActRow).to_value()
}

impl CaseActRow {
    /// Reads a row; every fault of it is told at once.
    pub fn read(value: &Value) -> Result<Self, Vec<RowError>> {
        let mut reader = Reader { errors: Vec::new() };
        let row = reader.row(value);
        if let Some(row) = &row {
            row.check(&mut reader.errors);
        }
        row.filter(|_| reader.errors.is_empty())
            .ok_or(reader.errors)
    }

    /// The digest of what it says.
    pub fn digest(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        super::hex_digest(&text)
    }

    /// What a row of the shape may still say wrongly.
    pub(crate) fn check(&self, errors: &mut Vec<RowError>) {
        for (field, id) in [("case.id", &self.case.id), ("act.id", &self.act.id)] {
            if id.trim().is_empty() || id.chars().count() > ID_CHARS {
                errors.push(RowError::wrong(
                    field,
                    "1 至 200 个字符",
                    "1 to 200 characters",
                ));
            }
        }
        let party = self.case.party.as_ref();
        if party.is_some_and(|party| {
            party.name.trim().is_empty() || party.name.chars().count() > ID_CHARS
        }) {
            errors.push(RowError::wrong(
                "case.party.name",
                "1 至 200 个字符",
                "1 to 200 characters",
            ));
        }
        let code = party.and_then(|party| party.credit_code.as_deref());
        if code.is_some_and(|code| code.parse::<base::CreditCode>().is_err()) {
            errors.push(RowError::new(
                "credit_code",
                "case.party.credit_code",
                "当事人统一社会信用代码的校验位不符，请核对后重报该行。".to_owned(),
                "the credit code of the party fails its check character: correct it and send the row again".to_owned(),
            ));
        }
        if self.act.sequence == Some(0) {
            errors.push(RowError::wrong(
                "act.sequence",
                "自 1 起的序号",
                "a number from 1",
            ));
        }
        if self.act.officers.len() > 20 {
            errors.push(RowError::wrong(
                "act.officers",
                "至多 20 人",
                "20 people at most",
            ));
        }
        let bad = |number: &&NumberClaim| {
            let length = number.number.chars().count();
            number.number.trim().is_empty() || length > NUMBER_CHARS
        };
        let named = self.act.documents.iter().filter_map(|given| {
            let (of, number) = (given.kind.clone(), given.number.clone()?);
            Some(NumberClaim { of, number })
        });
        let named: Vec<NumberClaim> = named.chain(self.act.numbers.iter().cloned()).collect();
        if named.iter().any(|number| bad(&number)) {
            errors.push(RowError::wrong(
                "act.numbers",
                "1 至 100 个字符的编号",
                "numbers of 1 to 100 characters",
            ));
        }
        let mut texts = self.act.states.iter();
        if let Some((field, _)) = texts.find(|(_, value)| holds_identity(value)) {
            errors.push(personal(&format!("act.states.{field}")));
        }
        for (field, id) in [("case.id", &self.case.id), ("act.id", &self.act.id)] {
            if is_identity_in(id) {
                errors.push(personal(field));
            }
        }
    }
}

fn personal(field: &str) -> RowError {
    RowError::new(
        "personal_data",
        field,
        format!("{field} 中含有公民身份号码；身份信息只能在 case.party 中填报，请删去后重报该行。"),
        format!(
            "{field} holds a citizen identity number; personal data belongs into case.party only: take it out and send the row again"
        ),
    )
}

fn holds_identity(value: &Value) -> bool {
    match value {
        Value::String(text) => is_identity_in(text),
        Value::Array(values) => values.iter().any(holds_identity),
        Value::Object(fields) => fields.values().any(holds_identity),
        _ => false,
    }
}

/// Whether a text holds a citizen identity number (GB 11643).
fn is_identity_in(text: &str) -> bool {
    if text.len() < 18 {
        return false;
    }
    let runs = text.split(|part: char| !part.is_ascii_alphanumeric());
    runs.filter(|run| run.len() == 18)
        .any(|run| run.parse::<CitizenNumber>().is_ok())
}

/// Reads a row field by field, so that each fault has its place.
struct Reader {
    errors: Vec<RowError>,
}

/// The fields of an object, with those that were asked for.
struct Fields<'v> {
    /// The path of the object: `case.party.`; empty for the row.
    path: String,
    object: &'v Map<String, Value>,
    asked: Vec<&'static str>,
}

impl<'v> Fields<'v> {
    /// A field; null counts as missing.
    fn get(&mut self, key: &'static str) -> (String, Option<&'v Value>) {
        self.asked.push(key);
        let value = self.object.get(key).filter(|value| !value.is_null());
        (format!("{}{key}", self.path), value)
    }
}

impl Reader {
    fn row(&mut self, value: &Value) -> Option<CaseActRow> {
        let mut row = self.object("row", String::new(), Some(value))?;
        let format = self.text(&mut row, "format");
        if format.as_deref().is_some_and(|format| format != FORMAT) {
            self.errors.push(RowError::wrong("format", FORMAT, FORMAT));
        }
        let case = self.case(&mut row);
        let act = self.act(&mut row);
        let corrects = self.optional(&mut row, "corrects");
        let late = self.yes(&mut row, "late");
        self.end(&row);
        Some(CaseActRow {
            format: format?,
            case: case?,
            act: act?,
            corrects,
            late,
        })
    }

    fn case(&mut self, row: &mut Fields<'_>) -> Option<RowCase> {
        let mut case = self.inner(row, "case")?;
        let id = self.text(&mut case, "id");
        let procedure = self.text(&mut case, "procedure");
        let authority = self.text(&mut case, "authority");
        let item = self.optional(&mut case, "item");
        let party = self.party(&mut case);
        self.end(&case);
        Some(RowCase {
            id: id?,
            procedure: procedure?,
            authority: authority?,
            item,
            party,
        })
    }

    fn party(&mut self, case: &mut Fields<'_>) -> Option<RowParty> {
        let (path, value) = case.get("party");
        let mut party = self.object(&path, format!("{path}."), Some(value?))?;
        let name = self.text(&mut party, "name");
        let id = self.optional(&mut party, "id");
        let credit_code = self.optional(&mut party, "credit_code");
        self.end(&party);
        Some(RowParty {
            name: name?,
            id,
            credit_code,
        })
    }

    fn act(&mut self, row: &mut Fields<'_>) -> Option<RowAct> {
        let mut act = self.inner(row, "act")?;
        let id = self.text(&mut act, "id");
        let kind = self.text(&mut act, "kind");
        let sequence = self.sequence(&mut act);
        let at = self.text(&mut act, "happened_at");
        let at = at.and_then(|text| {
            let at = text.parse::<DateTime>().ok();
            if at.is_none() {
                let field = "act.happened_at";
                let (zh, en) = ("时间 YYYY-MM-DDTHH:MM:SS", "a time, YYYY-MM-DDTHH:MM:SS");
                self.errors.push(RowError::wrong(field, zh, en));
            }
            at
        });
        let officers = self.given(&mut act, "officers", "工号列表", "a list of staff numbers");
        let states = self.given(&mut act, "states", "对象", "an object");
        let documents = self.given(&mut act, "documents", "文书列表", "a list of documents");
        let numbers = self.given(&mut act, "numbers", "编号列表", "a list of numbers");
        self.end(&act);
        Some(RowAct {
            id: id?,
            kind: kind?,
            sequence,
            happened_at: at?,
            officers,
            states,
            documents,
            numbers,
        })
    }

    fn sequence(&mut self, act: &mut Fields<'_>) -> Option<u32> {
        let (field, value) = act.get("sequence");
        let number = value.and_then(Value::as_u64);
        let number = number.and_then(|number| number.try_into().ok());
        if value.is_some() && number.is_none() {
            let (zh, en) = ("自 1 起的整数", "a whole number from 1");
            self.errors.push(RowError::wrong(&field, zh, en));
        }
        number
    }

    fn inner<'v>(&mut self, outer: &mut Fields<'v>, key: &'static str) -> Option<Fields<'v>> {
        let (path, value) = outer.get(key);
        self.object(&path, format!("{path}."), value)
    }

    fn object<'v>(
        &mut self,
        field: &str,
        path: String,
        value: Option<&'v Value>,
    ) -> Option<Fields<'v>> {
        let object = value.and_then(Value::as_object);
        match (value, object) {
            (None, _) => self.errors.push(RowError::missing(field)),
            (_, None) => self
                .errors
                .push(RowError::wrong(field, "JSON 对象", "a JSON object")),
            _ => {}
        }
        object.map(|object| Fields {
            path,
            object,
            asked: Vec::new(),
        })
    }

    /// What the object has and nobody asked for is a fault.
    fn end(&mut self, fields: &Fields<'_>) {
        let keys = fields.object.keys();
        for key in keys.filter(|key| !fields.asked.contains(&key.as_str())) {
            let key: String = key.chars().take(60).collect();
            let field = format!("{}{key}", fields.path);
            let takes = fields.asked.join(", ");
            self.errors.push(RowError::new(
                "unknown_field",
                &field,
                format!("没有字段 {field}；可填：{takes}。"),
                format!("there is no field {field}; there are: {takes}"),
            ));
        }
    }

    fn text(&mut self, of: &mut Fields<'_>, key: &'static str) -> Option<String> {
        let (field, value) = of.get(key);
        let Some(value) = value else {
            self.errors.push(RowError::missing(&field));
            return None;
        };
        self.words(&field, value)
    }

    fn optional(&mut self, of: &mut Fields<'_>, key: &'static str) -> Option<String> {
        let (field, value) = of.get(key);
        self.words(&field, value?)
    }

    fn words(&mut self, field: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) if text.contains('\0') => {
                let (zh, en) = ("不含空字符的文字", "a text without NUL");
                self.errors.push(RowError::wrong(field, zh, en));
            }
            Value::String(text) => return Some(text.clone()),
            _ => self.errors.push(RowError::wrong(field, "文字", "a text")),
        }
        None
    }

    fn yes(&mut self, of: &mut Fields<'_>, key: &'static str) -> bool {
        let (field, value) = of.get(key);
        let yes = value.and_then(Value::as_bool);
        if value.is_some() && yes.is_none() {
            let (zh, en) = (" true 或 false", "true or false");
            self.errors.push(RowError::wrong(&field, zh, en));
        }
        yes.unwrap_or_default()
    }

    fn given<T: serde::de::DeserializeOwned + Default>(
        &mut self,
        of: &mut Fields<'_>,
        key: &'static str,
        zh: &str,
        en: &str,
    ) -> T {
        let (field, value) = of.get(key);
        match value.map(|value| T::deserialize(value)) {
            None => T::default(),
            Some(Ok(read)) => read,
            Some(Err(error)) => {
                let (zh, en) = (format!("{zh}（{error}）"), format!("{en} ({error})"));
                self.errors.push(RowError::wrong(&field, &zh, &en));
                T::default()
            }
        }
    }
}
