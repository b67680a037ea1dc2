//! Closed lists of words of the register.

base::words! {
    /// What an authority is before the law: 行政处罚法 articles 17 to 20.
    #[derive(utoipa::ToSchema)]
    AuthorityKind {
        AdministrativeOrgan = "administrative_organ", "行政机关", "administrative organ";
        AuthorisedOrganisation = "authorised_organisation", "法律法规授权组织", "organisation authorised by law or regulation";
        EntrustedOrganisation = "entrusted_organisation", "受委托组织", "entrusted organisation";
    }
}

base::words! {
    /// The level of government at which an authority acts.
    #[derive(utoipa::ToSchema)]
    AuthorityLevel {
        National = "national", "国家级", "national";
        Province = "province", "省级", "province";
        City = "city", "市级", "city";
        District = "district", "县区级", "district or county";
        Street = "street", "镇街级", "street or town";
    }
}

base::words! {
    /// What a certificate is worth on a day.
    #[derive(utoipa::ToSchema)]
    CertificateStatus {
        Valid = "valid", "有效", "valid";
        Suspended = "suspended", "暂扣", "suspended";
        Cancelled = "cancelled", "注销", "cancelled";
        Lost = "lost", "遗失", "lost";
    }
}

base::words! {
    /// Why an officer withdraws from a matter: 行政处罚法 article 43.
    #[derive(utoipa::ToSchema)]
    Relation {
        Relative = "relative", "近亲属", "close relative";
        Property = "property", "财产利益", "property interest";
        Former = "former", "曾任职", "former employment";
        Other = "other", "其他关系", "other relation";
    }
}

base::words! {
    /// What a party is.
    #[derive(utoipa::ToSchema)]
    PartyKind {
        NaturalPerson = "natural_person", "自然人", "natural person";
        Organisation = "organisation", "法人或非法人组织", "organisation";
        IndividualBusiness = "individual_business", "个体工商户", "individual business";
    }
}

base::words! {
    /// How an authority came of another.
    #[derive(utoipa::ToSchema)]
    SuccessionKind {
        Merge = "merge", "合并", "merge";
        Split = "split", "分立", "split";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_from_the_others_of_its_list() {
        base::assert_told_apart!(
            AuthorityKind,
            AuthorityLevel,
            CertificateStatus,
            Relation,
            PartyKind,
            SuccessionKind
        );
    }
}
