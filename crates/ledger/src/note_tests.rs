use proptest::prelude::*;

use super::*;

fn signer(number: u8) -> NoteSigner {
    NoteSigner::ed25519(
        format!("key{number}.example").parse().unwrap(),
        &[number; 32],
    )
}

fn note_of(count: u8) -> (SignedNote, Vec<VerifierKey>) {
    let signers: Vec<_> = (1..=count).map(signer).collect();
    let note = SignedNote::sign("text\n", &signers.iter().collect::<Vec<_>>()).unwrap();
    (
        note,
        signers
            .iter()
            .map(|signer| signer.verifier().clone())
            .collect(),
    )
}

#[test]
fn a_hundred_signatures_are_read_and_more_refused() {
    let (note, keys) = note_of(100);
    let read = SignedNote::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read, note);
    assert_eq!(read.verify(&keys).unwrap().len(), 100);
    let (note, _) = note_of(101);
    let refused = SignedNote::parse(note.to_string().as_bytes());
    assert_eq!(refused, Err(NoteError::TooManySignatures));
}

#[test]
fn signatures_of_unknown_keys_are_ignored() {
    let (note, keys) = note_of(3);
    let verified = note.verify(&keys[1..2]).unwrap();
    assert_eq!(verified.len(), 1);
    assert_eq!(verified[0].key, &keys[1]);
    let stranger = [signer(9).verifier().clone()];
    assert_eq!(
        note.verify(&stranger),
        Err(NoteError::Unsigned { known: 1 })
    );
    assert_eq!(note.verify(&[]), Err(NoteError::Unsigned { known: 0 }));
}

#[test]
fn a_key_of_the_same_name_with_another_id_is_unknown() {
    let (note, _) = note_of(1);
    let other = NoteSigner::ed25519("key1.example".parse().unwrap(), &[200; 32]);
    let found = note.verify(std::slice::from_ref(other.verifier()));
    assert_eq!(found, Err(NoteError::Unsigned { known: 1 }));
}

#[test]
fn a_known_key_that_fails_refuses_the_note() {
    let (note, keys) = note_of(2);
    let changed = note.to_string().replacen("text", "test", 1);
    let changed = SignedNote::parse(changed.as_bytes()).unwrap();
    let wrong = changed.verify(&keys[1..]).unwrap_err();
    assert!(matches!(wrong, NoteError::WrongSignature { .. }), "{wrong}");
    let mut forged = note.signatures()[1].clone();
    forged.bytes[5] ^= 1;
    let note = note.with_signatures(&[forged]);
    assert!(note.verify(&keys).is_err());
    assert!(note.verify(&keys[..1]).is_ok());
}

#[test]
fn what_is_no_note_is_refused() {
    let note = note_of(1).0.to_string();
    let check = |note: &str, error: NoteError| {
        assert_eq!(SignedNote::parse(note.as_bytes()), Err(error), "{note:?}");
    };
    let line = NoteError::SignatureLine { line: 1 };
    check("", NoteError::NoSignatures);
    check("text\n", NoteError::NoSignatures);
    check("text\n\n", NoteError::NoSignatures);
    check(note.trim_end(), NoteError::NoSignatures);
    check(&note.replace("text", "te\tt"), NoteError::NotPlainText);
    check(&note.replace("— ", "- "), line.clone());
    check(&note.replace("— ", "—"), line.clone());
    check(&note.replace("key1.example", "key1+example"), line.clone());
    check(&format!("{note}\n"), NoteError::NoSignatures);
    check("text\n\n— a AAAAAA==\n", line);
    assert_eq!(SignedNote::parse(b"\xff\n\n"), Err(NoteError::NotPlainText));
    let large = vec![b'a'; NOTE_MAX_BYTES + 1];
    assert_eq!(SignedNote::parse(&large), Err(NoteError::TooLarge));
}

#[test]
fn a_text_with_blank_lines_ends_at_the_last_one() {
    let signer = signer(1);
    let note = SignedNote::sign("a\n\nb\n", &[&signer]).unwrap();
    let read = SignedNote::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(read.text(), "a\n\nb\n");
    assert!(read.verify(std::slice::from_ref(signer.verifier())).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_a_note_or_refused(bytes: Vec<u8>) {
        let _ = SignedNote::parse(&bytes);
    }

    #[test]
    fn any_signature_line_is_read_back(name in "[^\\s+\\p{Cc}]{1,20}", id: [u8; 4], bytes in proptest::collection::vec(any::<u8>(), 1..100)) {
        let signature = NoteSignature { name: name.parse().unwrap(), key_id: KeyId(id), bytes };
        prop_assert_eq!(signature.to_string().parse(), Ok(signature));
    }
}
