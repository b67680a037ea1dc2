use super::*;

fn name(name: &str) -> KeyName {
    name.parse().unwrap()
}

#[test]
fn names_with_spaces_plus_or_nothing_are_refused() {
    for wrong in ["", "a b", "a+b", "a\u{3000}b", "a\tb", "a\nb"] {
        assert_eq!(wrong.parse::<KeyName>(), Err(KeyError::Name(wrong.into())));
    }
    assert_eq!(name("账本.example/城市").to_string(), "账本.example/城市");
}

#[test]
fn keys_are_read_back_from_their_texts() {
    let ed25519 = NoteSigner::ed25519(name("ledger.example/city"), &[1; 32]);
    let sm2 = NoteSigner::sm2(name("ledger.example/city"), &[2; 32]).unwrap();
    for signer in [ed25519, sm2] {
        let text = signer.to_secret_text();
        let read = NoteSigner::parse(&text).unwrap();
        assert_eq!(read.verifier(), signer.verifier());
        assert_eq!(read.sign("x\n"), signer.sign("x\n"));
        let vkey = signer.verifier().to_string();
        assert_eq!(&vkey.parse::<VerifierKey>().unwrap(), signer.verifier());
    }
    let cosigner = Cosigner::new(name("witness.example"), &[3; 32]);
    let read = Cosigner::parse(&cosigner.to_secret_text()).unwrap();
    assert_eq!(read.verifier(), cosigner.verifier());
}

#[test]
fn the_kind_is_part_of_the_key_id() {
    let log = NoteSigner::ed25519(name("one.example"), &[1; 32]);
    let witness = Cosigner::new(name("one.example"), &[1; 32]);
    assert_ne!(log.verifier().id(), witness.verifier().id());
    let wrong = Cosigner::parse(&log.to_secret_text()).unwrap_err();
    assert!(matches!(wrong, KeyError::Kind { .. }), "{wrong}");
    assert!(NoteSigner::parse(&witness.to_secret_text()).is_err());
}

#[test]
fn a_text_that_is_no_key_is_refused() {
    let key = NoteSigner::ed25519(name("ledger.example"), &[1; 32]);
    let vkey = key.verifier().to_string();
    let id = key.verifier().id().to_string();
    for wrong in [
        String::new(),
        "ledger.example".to_owned(),
        vkey.replace(&id, "00000000"),
        vkey.replace(&id, &id.to_uppercase().replace(char::is_numeric, "A")),
        vkey.replace("ledger", "ledger2"),
        vkey[..vkey.len() - 1].to_owned(),
        format!("{vkey} "),
        format!("ledger.example+{id}+AgAA"),
    ] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
}

#[test]
fn secrets_that_are_no_keys_of_sm2_are_refused() {
    let order_less_one: [u8; 32] = [
        0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5,
        0x41, 0x22,
    ];
    for secret in [[0; 32], [0xff; 32], order_less_one] {
        let refused = NoteSigner::sm2(name("x"), &secret).unwrap_err();
        assert_eq!(refused, KeyError::Material { name: name("x") });
    }
}

#[test]
fn nothing_that_is_printed_shows_a_secret() {
    let secret = [0xab; 32];
    let log = NoteSigner::ed25519(name("x"), &secret);
    let sm2 = NoteSigner::sm2(name("x"), &secret).unwrap();
    let witness = Cosigner::new(name("x"), &secret);
    let printed = format!("{log:?} {sm2:?} {witness:?}").to_lowercase();
    assert!(printed.contains("notesigner(x+"));
    for shown in ["abab", "171, 171", "q6urq6"] {
        assert!(!printed.contains(shown), "{printed}");
    }
}

#[test]
fn a_signature_of_another_text_or_key_does_not_verify() {
    let signers = [
        NoteSigner::ed25519(name("x"), &[1; 32]),
        NoteSigner::sm2(name("x"), &[1; 32]).unwrap(),
    ];
    for signer in &signers {
        let signature = signer.sign("text\n").bytes;
        let key = signer.verifier();
        assert_eq!(key.verify("text\n", &signature), Ok(None));
        assert_eq!(key.verify("text", &signature), Err(SignatureFault));
        for at in 0..signature.len() {
            let mut wrong = signature.clone();
            wrong[at] ^= 1;
            assert_eq!(key.verify("text\n", &wrong), Err(SignatureFault), "{at}");
        }
        assert_eq!(key.verify("text\n", &signature[1..]), Err(SignatureFault));
    }
    let crossed = signers[0]
        .verifier()
        .verify("text\n", &signers[1].sign("text\n").bytes);
    assert_eq!(crossed, Err(SignatureFault));
}

#[test]
fn a_cosignature_vouches_for_its_time() {
    let witness = Cosigner::new(name("witness.example"), &[3; 32]);
    let signature = witness.cosign("text\n", 1_700_000_000).bytes;
    let key = witness.verifier();
    assert_eq!(key.verify("text\n", &signature), Ok(Some(1_700_000_000)));
    for at in 0..signature.len() {
        let mut wrong = signature.clone();
        wrong[at] ^= 1;
        assert_eq!(key.verify("text\n", &wrong), Err(SignatureFault), "{at}");
    }
}
