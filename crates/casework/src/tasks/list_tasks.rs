//! What waits for a person, the most urgent first.

use base::Lang;
use jiff::civil::Date;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, PaginatorTrait as _,
    QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::Serialize;
use store::{PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use super::{Queue, task_columns};
use crate::casework::{Asking, Casework, columns};
use crate::error::CaseError;
use crate::tables::case;
use crate::tables::task::{Column, Entity, NO_DAY};

/// Up to so many tasks a list is counted exactly.
const COUNTED: u64 = 10_000;

/// Whose tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those that name the person, or somebody in whose place they act, or were taken by them; and
    /// those of the queues of their roles.
    #[default]
    Mine,
    /// Only those that name them or that they took.
    Named,
    /// Only those of the queues of their roles.
    Queue,
    /// Everybody's, in the cases that they may see.
    All,
}

/// Which tasks. All that is said must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Whose.
    pub whose: Whose,
    /// That wait for this role.
    pub role: Option<String>,
    /// Of cases of this authority.
    pub authority: Option<String>,
    /// Of cases of this procedure.
    pub procedure: Option<String>,
    /// Of this act.
    pub act: Option<String>,
    /// That this person has.
    pub person: Option<String>,
    /// Of this case.
    pub case: Option<String>,
    /// Whose last day is this or earlier.
    pub due_by: Option<Date>,
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskRow {
    /// The case.
    #[schema(value_type = Uuid)]
    pub case_id: String,
    /// The act that waits: `decide`.
    pub act: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The role that it waits for.
    pub role: String,
    /// The authority that handles the case.
    #[schema(value_type = Uuid)]
    pub authority_id: String,
    /// Who has it: whom the case names for it, or who took it; none while it lies in the queue.
    pub person: Option<String>,
    /// Whether that person took it from the queue, and may give it back.
    pub is_taken: bool,
    /// The day from which it waits.
    #[schema(format = Date)]
    pub since: String,
    /// Its last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<String>,
    /// The number of the case.
    pub number: Option<String>,
    /// The procedure of the case.
    pub procedure: String,
    /// Where the case stands.
    pub stage: String,
    /// What the case is about.
    pub cause: Option<String>,
    /// What the party is called.
    pub party_name: Option<String>,
}

/// A page of tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskPage {
    /// The tasks, the earliest last day first.
    pub rows: Vec<TaskRow>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many tasks all pages have, or at least have.
    pub total: u64,
    /// Whether `total` is exact; else there are more than that.
    pub is_exact: bool,
}

#[derive(Debug, FromQueryResult)]
struct Found {
    case_id: String,
    act: String,
    role: String,
    authority_id: String,
    person: Option<String>,
    taken_at_ms: Option<i64>,
    since: String,
    due_on: String,
    number: Option<String>,
    procedure: String,
    stage: String,
    cause: Option<String>,
    party_name: Option<String>,
}

type Place = (String, String, String);

impl Found {
    fn place(&self) -> Place {
        (self.due_on.clone(), self.case_id.clone(), self.act.clone())
    }
}

impl Casework {
    /// What waits for a person, the earliest last day first. Each place where it may lie is asked by
    /// itself, so that an index answers it.
    pub async fn tasks(
        &self,
        asking: &Asking,
        queues: &[Queue],
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<TaskPage, CaseError> {
        let beyond = page.after::<Place>()?.map(beyond);
        let today = self.today().to_string();
        let (mut found, mut total) = (Vec::new(), 0);
        for place in places(asking, queues, filter.whose) {
            let tasks = selected(asking, filter, &today).filter(place);
            let few = tasks.clone().select_only().column(Column::CaseId);
            total += few.limit(COUNTED + 1).count(self.db().read()).await?;
            let rows: Vec<Found> = shown(tasks)
                .filter(Condition::all().add_option(beyond.clone()))
                .limit(page.limit.get() + 1)
                .into_model()
                .all(self.db().read())
                .await?;
            found.extend(rows);
        }
        found.sort_by_cached_key(Found::place);
        let (found, next) = split_page(found, page.limit, Found::place);
        Ok(TaskPage {
            rows: found.into_iter().map(|row| self.task_row(row)).collect(),
            next: next.map(|next| next.to_string()),
            total: total.min(COUNTED),
            is_exact: total <= COUNTED,
        })
    }

    /// A task of a case that the person may see.
    pub(super) async fn task(
        &self,
        asking: &Asking,
        case: &str,
        act: &str,
    ) -> Result<Option<TaskRow>, CaseError> {
        let today = self.today().to_string();
        let filter = TaskFilter {
            case: Some(case.to_owned()),
            act: Some(act.to_owned()),
            ..TaskFilter::default()
        };
        let tasks = shown(selected(asking, &filter, &today));
        let found: Option<Found> = tasks.into_model().one(self.db().read()).await?;
        Ok(found.map(|row| self.task_row(row)))
    }

    fn task_row(&self, row: Found) -> TaskRow {
        let on = self.today();
        let name = self.procedures().act_name(&row.procedure, &row.act, on);
        let called = |lang| name.map_or_else(|| row.act.clone(), |name| name.get(lang).to_owned());
        TaskRow {
            name: called(Lang::Zh),
            name_en: called(Lang::En),
            case_id: row.case_id,
            act: row.act,
            role: row.role,
            authority_id: row.authority_id,
            person: row.person,
            is_taken: row.taken_at_ms.is_some(),
            since: row.since,
            due_on: Some(row.due_on).filter(|day| day != NO_DAY),
            number: row.number,
            procedure: row.procedure,
            stage: row.stage,
            cause: row.cause,
            party_name: row.party_name,
        }
    }
}

/// The places where tasks of a person lie; no task lies in two of them.
fn places(asking: &Asking, queues: &[Queue], whose: Whose) -> Vec<Condition> {
    let people = asking.person.iter().chain(&asking.stands_for);
    let named = people.map(|person| Condition::all().add(Column::Person.eq(person)));
    let waiting = queues.iter().filter(|queue| !queue.scope.is_empty());
    let waiting = waiting.map(in_queue);
    match whose {
        Whose::Mine => named.chain(waiting).collect(),
        Whose::Named => named.collect(),
        Whose::Queue => waiting.collect(),
        Whose::All => vec![Condition::all()],
    }
}

/// What lies in a queue.
pub(super) fn in_queue(queue: &Queue) -> Condition {
    Condition::all()
        .add(Column::Person.is_null())
        .add(Column::Role.eq(&queue.role))
        .add(queue.scope.condition(&task_columns()))
}

fn selected(asking: &Asking, filter: &TaskFilter, today: &str) -> Select<Entity> {
    let same =
        |column: Column, value: &Option<String>| value.as_ref().map(|value| column.eq(value));
    let procedure = filter.procedure.as_ref();
    let due_by = filter.due_by.map(|day| Column::DueOn.lte(day.to_string()));
    let join = Entity::belongs_to(case::Entity)
        .from(Column::CaseId)
        .to(case::Column::Id)
        .into();
    let condition = Condition::all()
        .add(asking.scope.condition(&columns()))
        .add(Column::Since.lte(today))
        .add_option(same(Column::Role, &filter.role))
        .add_option(same(Column::AuthorityId, &filter.authority))
        .add_option(same(Column::Act, &filter.act))
        .add_option(same(Column::Person, &filter.person))
        .add_option(same(Column::CaseId, &filter.case))
        .add_option(procedure.map(|procedure| case::Column::Procedure.eq(procedure)))
        .add_option(due_by);
    Entity::find()
        .join(JoinType::InnerJoin, join)
        .filter(condition)
}

fn shown(tasks: Select<Entity>) -> Select<Entity> {
    tasks
        .select_only()
        .columns([
            Column::CaseId,
            Column::Act,
            Column::Role,
            Column::AuthorityId,
            Column::Person,
            Column::TakenAtMs,
            Column::Since,
            Column::DueOn,
        ])
        .columns([
            case::Column::Number,
            case::Column::Procedure,
            case::Column::Stage,
            case::Column::Cause,
            case::Column::PartyName,
        ])
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::CaseId)
        .order_by_asc(Column::Act)
}

fn beyond((day, id, act): Place) -> Condition {
    let later = Column::DueOn.gt(&day);
    let same_day = || Condition::all().add(Column::DueOn.eq(&day));
    let next_case = same_day().add(Column::CaseId.gt(&id));
    let next_act = same_day()
        .add(Column::CaseId.eq(&id))
        .add(Column::Act.gt(act));
    let any = Condition::any().add(later).add(next_case).add(next_act);
    Condition::all().add(Column::DueOn.gte(&day)).add(any)
}
