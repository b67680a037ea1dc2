//! Closed lists of words of power lists.

base::words! {
    /// What the lines of a list are.
    #[derive(utoipa::ToSchema)]
    ListKind {
        Powers = "powers", "权责清单", "power list";
        Benchmarks = "benchmarks", "裁量基准", "discretion benchmarks";
        Leniency = "leniency", "包容审慎清单", "leniency list";
    }
}

base::words! {
    /// How far a version of a list has come.
    #[derive(utoipa::ToSchema)]
    ListState {
        Drafting = "drafting", "起草中", "being drafted";
        InReview = "in_review", "审核中", "in review";
        Reviewed = "reviewed", "已审核", "reviewed";
        Adopted = "adopted", "已审定", "adopted";
        Published = "published", "已公布", "published";
        Abandoned = "abandoned", "已废弃", "abandoned";
    }
}

base::words! {
    /// What a person does with a version of a list.
    #[derive(utoipa::ToSchema)]
    ListStep {
        Open = "open", "起草", "open a draft";
        Edit = "edit", "编辑", "edit";
        Submit = "submit", "送审", "submit for review";
        Return = "return", "退回", "return to the drafter";
        Pass = "pass", "审核通过", "pass the review";
        Adopt = "adopt", "审定", "adopt";
        Publish = "publish", "公布", "publish";
        Abandon = "abandon", "废弃", "abandon";
        Withdraw = "withdraw", "收回", "withdraw a power";
    }
}

base::words! {
    /// On what an authority holds a power.
    #[derive(utoipa::ToSchema)]
    PowerKind {
        Own = "own", "法定", "own by law";
        Delegated = "delegated", "下放", "delegated to a street or town";
        Entrusted = "entrusted", "委托", "entrusted";
    }
}

base::words! {
    /// What a leniency entry grants.
    #[derive(utoipa::ToSchema)]
    LeniencyKind {
        NoPenalty = "no_penalty", "不予处罚", "no penalty";
        Lighter = "lighter", "从轻处罚", "lighter penalty";
        Mitigated = "mitigated", "减轻处罚", "mitigated penalty";
        NoCoercion = "no_coercion", "不予强制", "no compulsory measure";
    }
}

base::words! {
    /// What the legal basis of a held item has become.
    #[derive(utoipa::ToSchema)]
    BasisChange {
        Continued = "continued", "条文未变，须改引新版本", "unchanged in the next version";
        Changed = "changed", "条文已修改", "changed in the next version";
        FellAway = "fell_away", "新版本无此事项", "not in the next version";
        Repealed = "repealed", "法规已废止", "the statute is repealed";
        Withdrawn = "withdrawn", "事项已撤回", "the item is withdrawn";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_from_the_others_of_its_list() {
        base::assert_told_apart!(
            ListKind,
            ListState,
            ListStep,
            PowerKind,
            LeniencyKind,
            BasisChange
        );
    }
}
