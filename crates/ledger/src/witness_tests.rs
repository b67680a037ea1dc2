use super::*;
use crate::byte_store::MemoryStore;
use crate::key::NoteSigner;
use crate::log::Log;

const ORIGIN: &str = "ledger.example/city";
const TIME: u64 = 1_700_000_000;

struct Scene {
    signer: NoteSigner,
    log: Log<MemoryStore>,
    known: KnownLog,
    witness: Cosigner,
    state: WitnessState,
}

fn signer() -> NoteSigner {
    NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[1; 32])
}

fn log(entries: &[&str]) -> Log<MemoryStore> {
    let signer = signer();
    let mut log = Log::create(MemoryStore::default(), ORIGIN.parse().unwrap(), &[&signer]).unwrap();
    log.append(entries).unwrap();
    log.publish(&[&signer]).unwrap();
    log
}

impl Scene {
    fn new() -> Self {
        let signer = signer();
        Self {
            log: log(&["a", "b", "c"]),
            known: KnownLog {
                origin: ORIGIN.parse().unwrap(),
                keys: vec![signer.verifier().clone()],
            },
            signer,
            witness: Cosigner::new("witness.example".parse().unwrap(), &[2; 32]),
            state: WitnessState::default(),
        }
    }

    fn grow(&mut self, entry: &str) {
        self.log.append(&[entry]).unwrap();
        self.log.publish(&[&self.signer]).unwrap();
    }

    fn request(&self, old_size: u64) -> AddCheckpoint {
        let size = self.log.published_size();
        let proof = self.log.reader().consistency_proof(old_size, size).unwrap();
        AddCheckpoint::new(old_size, proof, self.log.published().clone()).unwrap()
    }

    /// As a shell does: the state is kept before the answer leaves.
    fn ask(&mut self, request: &AddCheckpoint) -> WitnessAnswer {
        let request = AddCheckpoint::parse(request.to_body().as_bytes()).unwrap();
        let answer = decide(
            &request,
            Some(&self.known),
            &self.state,
            &self.witness,
            TIME,
        );
        if let WitnessAnswer::Cosigned { state, .. } = &answer {
            self.state = *state;
        }
        answer
    }
}

#[test]
fn a_log_that_grows_is_cosigned_again_and_again() {
    let mut scene = Scene::new();
    assert_eq!(scene.ask(&scene.request(0)).status(), 200);
    scene.grow("d");
    let answer = scene.ask(&scene.request(3));
    assert_eq!(answer.status(), 200);
    let WitnessAnswer::Cosigned { state, signature } = answer else {
        unreachable!()
    };
    assert_eq!(state.size, 4);
    let key = scene.witness.verifier();
    let text = scene.log.published().text().to_owned();
    assert_eq!(key.verify(&text, &signature.bytes), Ok(Some(TIME)));
    let witnesses = [key.clone()];
    scene
        .log
        .add_cosignatures(&text, &[signature], &witnesses)
        .unwrap();
    assert_eq!(scene.log.published().verify(&witnesses).unwrap().len(), 1);
    assert_eq!(scene.ask(&scene.request(4)).status(), 200, "the same again");
}

#[test]
fn a_server_that_shows_two_histories_is_caught() {
    let mut scene = Scene::new();
    assert_eq!(scene.ask(&scene.request(0)).status(), 200);
    let honest = std::mem::replace(&mut scene.log, log(&["a", "b", "X", "d"]));
    let forked = scene.request(3);
    assert_eq!(scene.ask(&forked), WitnessAnswer::Inconsistent);
    scene.log = log(&["a", "b", "X"]);
    let same_size = AddCheckpoint::new(3, vec![], scene.log.published().clone()).unwrap();
    assert_eq!(scene.ask(&same_size), WitnessAnswer::Conflict { size: 3 });
    scene.log = honest;
    scene.grow("d");
    assert_eq!(scene.ask(&scene.request(3)).status(), 200);
}

#[test]
fn another_old_size_conflicts_and_tells_the_right_one() {
    let mut scene = Scene::new();
    let answer = scene.ask(&scene.request(2));
    assert_eq!(answer, WitnessAnswer::Conflict { size: 0 });
    assert_eq!(answer.status(), 409);
    assert_eq!(answer.body(), "0\n");
    assert_eq!(answer.content_type(), "text/x.tlog.size");
    assert_eq!(scene.ask(&scene.request(0)).status(), 200);
    assert_eq!(
        scene.ask(&scene.request(0)),
        WitnessAnswer::Conflict { size: 3 }
    );
}

#[test]
fn a_smaller_tree_does_not_roll_the_state_back() {
    let mut scene = Scene::new();
    let small = scene.request(0);
    scene.grow("d");
    assert_eq!(scene.ask(&scene.request(0)).status(), 200);
    assert_eq!(scene.ask(&small), WitnessAnswer::Conflict { size: 4 });
    let mut back = small.clone();
    back.old_size = 4;
    assert_eq!(scene.ask(&back), WitnessAnswer::BadRequest);
    assert_eq!(scene.state.size, 4);
}

#[test]
fn unknown_logs_and_unsigned_checkpoints_are_refused() {
    let mut scene = Scene::new();
    let request = scene.request(0);
    let unknown = decide(&request, None, &scene.state, &scene.witness, TIME);
    assert_eq!(unknown.status(), 404);
    let stranger = NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[9; 32]);
    let forged = SignedNote::sign(request.note.text(), &[&stranger]).unwrap();
    let forged = AddCheckpoint::new(0, vec![], forged).unwrap();
    assert_eq!(scene.ask(&forged).status(), 403);
    let mut long = request;
    long.proof.push(Hash([0; 32]));
    assert_eq!(scene.ask(&long).status(), 422);
    assert_eq!(scene.state, WitnessState::default());
}

#[test]
fn a_body_that_is_no_request_is_refused() {
    let body = Scene::new().request(2).to_body();
    assert!(AddCheckpoint::parse(body.as_bytes()).is_ok());
    let many = format!("{}\n", Hash([0; 32])).repeat(63);
    let many = body.replacen("old 2\n", &format!("old 2\n{many}"), 1);
    for wrong in [
        body.replacen("old 2", "old 02", 1),
        body.replacen("old 2", "Old 2", 1),
        body.replacen("old 2", "old 2 ", 1),
        body.replacen('=', "", 1),
        body.replacen("\n\n", "\n", 1),
        body.replacen(ORIGIN, "", 1),
        many,
        String::new(),
    ] {
        assert_eq!(
            AddCheckpoint::parse(wrong.as_bytes()),
            Err(BadRequest),
            "{wrong}"
        );
    }
}
