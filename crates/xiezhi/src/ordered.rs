//! Work on all cores with the results in the order of the inputs, holding few of them at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Results that may wait to be taken.
const WAITING: usize = 32;

/// Applies `work` to each input on all cores and hands the results to `take`, first input first.
/// Stops at the first error of `take`.
pub fn for_each<T: Sync, R: Send, E>(
    inputs: &[T],
    work: impl Fn(&T) -> R + Sync,
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (send, receive) = sync_channel(WAITING);
    thread::scope(|scope| {
        for _ in 0..workers.min(inputs.len()) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || run(inputs, next, work, &send));
        }
        drop(send);
        in_order(receive, take)
    })
}

/// One worker: the next input that nobody has taken, until there is none or nobody listens.
fn run<T, R>(
    inputs: &[T],
    next: &AtomicUsize,
    work: &impl Fn(&T) -> R,
    send: &SyncSender<(usize, R)>,
) {
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(input) = inputs.get(at) else { return };
        if send.send((at, work(input))).is_err() {
            return;
        }
    }
}

fn in_order<R, E>(
    receive: Receiver<(usize, R)>,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut due = 0;
    for (at, result) in receive {
        early.insert(at, result);
        while let Some(result) = early.remove(&due) {
            take(result)?;
            due += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_their_inputs() {
        let inputs: Vec<u64> = (0..500).collect();
        let mut taken = Vec::new();
        let uneven = |n: &u64| (0..(n % 7) * 1000).fold(*n, |a, _| std::hint::black_box(a));
        for_each(&inputs, uneven, |n| {
            taken.push(n);
            Ok::<(), ()>(())
        })
        .unwrap();
        assert_eq!(taken, inputs);
    }

    #[test]
    fn the_first_error_stops_the_work() {
        let inputs: Vec<u32> = (0..10_000).collect();
        let end = for_each(&inputs, |n| *n, |n| if n < 3 { Ok(()) } else { Err(n) });
        assert_eq!(end, Err(3));
    }
}
