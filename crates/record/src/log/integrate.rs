//! One round of the sequencer for a program that is none: the command line.

use super::cosign::Cosigning;
use super::{RecordLog, Sequencer, SequencerError, Step};

impl RecordLog {
    /// Puts what waits into the log, publishes a checkpoint, asks the witnesses for it once and
    /// gives the lease back. [`Step::Standby`] where a sequencer runs: it does the same by itself.
    pub async fn integrate(&self) -> Result<Step, SequencerError> {
        let mut sequencer = Sequencer::new(self.clone());
        let done = self.lead_once(&mut sequencer).await;
        if !matches!(done, Ok(Step::Standby)) {
            let resigned = sequencer.resign().await;
            if done.is_ok() {
                resigned?;
            }
        }
        done
    }

    async fn lead_once(&self, sequencer: &mut Sequencer) -> Result<Step, SequencerError> {
        let step = sequencer.step().await?;
        if step == Step::Standby || self.settings().witnesses.is_empty() {
            return Ok(step);
        }
        Cosigning::new(self.clone())?.round().await?;
        // So that the published checkpoint shows what the witnesses said.
        sequencer.step().await?;
        Ok(step)
    }

    /// Whether anything was ever published: the log has keys from its first checkpoint on.
    pub async fn has_begun(&self) -> Result<bool, super::KeysError> {
        Ok(!self.keys().await?.is_empty())
    }
}
