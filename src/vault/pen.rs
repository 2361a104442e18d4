//! Who writes here, and whose signatures count: a data key alone makes no root.

use std::sync::Arc;

use crate::{
    base::Device,
    vault::{
        Compartment,
        error::VaultError,
        holders::{
            Class, Hash, Signer, State, What,
            sign::{SIGNATURE, verifies},
        },
        identity::Identity,
    },
};

/// The device that writes, and the holders as the statements say them.
#[derive(Clone)]
pub(crate) struct Pen {
    signer: Arc<Signer>,
    me: Device,
    state: Arc<State>,
    heads: Hash,
}

impl Pen {
    /// Takes up the pen of an identity among the holders of a vault.
    pub(crate) fn of(identity: &Identity, state: State) -> Self {
        Self::by(Arc::new(Signer::of(identity)), identity.device(), state)
    }

    fn by(signer: Arc<Signer>, me: Device, state: State) -> Self {
        let heads = *blake3::hash(state.heads.as_flattened()).as_bytes();
        Self { signer, me, state: Arc::new(state), heads }
    }

    /// The device that writes.
    pub(crate) fn device(&self) -> Device {
        self.me
    }

    /// What the device signs with.
    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// The same device among the holders of later statements.
    pub(crate) fn with(&self, state: State) -> Self {
        Self::by(Arc::clone(&self.signer), self.me, state)
    }

    /// The vault.
    pub(crate) fn vault(&self) -> &[u8; 16] {
        &self.state.vault
    }

    /// The holders.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Stands for the last statements: a root of another chain of them is not ours.
    pub(crate) fn heads(&self) -> Hash {
        self.heads
    }

    /// Refuses a key that reads and does not write: a public key alone, and a recovery key, which makes one statement.
    ///
    /// # Errors
    /// [`VaultError::ReadsOnly`], [`VaultError::Recovery`].
    pub(crate) fn writes(&self) -> Result<(), VaultError> {
        let me = self.state.holder(&self.me);
        match me.map(|me| me.class) {
            Some(Class::Device) => Ok(()),
            Some(Class::Recovery) => Err(VaultError::Recovery),
            Some(Class::Bare) | None => Err(VaultError::ReadsOnly),
        }
    }

    /// Refuses to write where this device only reads.
    ///
    /// # Errors
    /// [`VaultError::Role`].
    pub(crate) fn may_write(&self, compartment: Compartment) -> Result<(), VaultError> {
        if self.state.may_write(&self.me, compartment) {
            Ok(())
        } else {
            Err(VaultError::Role(compartment.name()))
        }
    }

    /// The compartment in whose log this device says what it did, and in whose root it says how far its outbox has come; none
    /// when it writes nowhere.
    pub(crate) fn desk(&self) -> Option<Compartment> {
        let order = [Compartment::Roster, Compartment::Dues];
        order.into_iter().find(|part| self.state.may_write(&self.me, *part))
    }

    /// The most private compartment that this device holds: there lie its mail accounts, and there its outbox hangs.
    pub(crate) fn private(&self) -> Compartment {
        self.state.holder(&self.me).map_or(Compartment::Roster, |me| me.roles.most_private())
    }

    /// Signs a root.
    pub(crate) fn sign(&self, compartment: u8, root: &[u8]) -> [u8; SIGNATURE] {
        self.signer.sign(What::Root, &self.signed(compartment, root))
    }

    /// Whether a root was signed by who may write there: by a holder with that right, or by this device, which keeps its own
    /// copy of what it only reads.
    pub(crate) fn counts(
        &self,
        compartment: u8,
        signer: Device,
        root: &[u8],
        signature: &[u8; SIGNATURE],
    ) -> bool {
        let Some(holder) = self.state.holder(&signer) else { return false };
        let may = match Compartment::from_number(compartment) {
            Some(part) => self.state.may_write(&signer, part),
            // The outbox is of the devices that lie at this vault.
            None => holder.class != Class::Bare,
        };
        (may || signer == self.me)
            && verifies(&holder.sign_pk, What::Root, &self.signed(compartment, root), signature)
    }

    /// What the signature of a root is over.
    fn signed(&self, compartment: u8, root: &[u8]) -> Vec<u8> {
        [self.vault().as_slice(), &[compartment], root].concat()
    }

    /// What this identity may read, as the statements say.
    ///
    /// # Errors
    /// [`VaultError::Retired`], [`VaultError::WrongKey`].
    pub(crate) fn reads(identity: &Identity, state: &State) -> Result<Vec<Compartment>, VaultError> {
        let (me, recipient) = (identity.device(), identity.public());
        let mine = |h: &&crate::vault::holders::Holder| h.device == me || h.recipient == recipient;
        if let Some(holder) = state.holders.iter().find(mine) {
            return Ok(Compartment::ALL.into_iter().filter(|c| holder.roles.reads(*c)).collect());
        }
        match state.gone(&me) {
            Some(former) => {
                let by = state.holder(&former.by).map_or_else(String::new, |holder| holder.name.clone());
                Err(VaultError::Retired { by, time_ms: former.time_ms })
            }
            None => Err(VaultError::WrongKey),
        }
    }
}
