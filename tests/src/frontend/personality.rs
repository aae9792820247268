//! What each hypervisor says, in which order, with which features.
//!
//! Read from the sources: QEMU `hw/virtio/vhost-user.c`, `hw/virtio/vhost.c`, `hw/display/vhost-user-gpu.c`; crosvm
//! `devices/src/virtio/vhost_user_frontend`; Cloud Hypervisor `virtio-devices/src/vhost_user`; libkrun
//! `src/devices/src/virtio/vhost_user/device.rs`.

use wire::virtio_gpu::Features;

use super::{
    link::{protocol, request},
    memory::MemoryLayout,
};

/// Ring and transport feature bits (virtio 1.3 §6).
#[allow(missing_docs, reason = "the names are the specification's")]
pub mod ring {
    pub const NOTIFY_ON_EMPTY: u64 = 1 << 24;
    pub const INDIRECT_DESC: u64 = 1 << 28;
    pub const EVENT_IDX: u64 = 1 << 29;
    pub const PROTOCOL_FEATURES: u64 = 1 << 30;
    pub const VERSION_1: u64 = 1 << 32;
    pub const RING_RESET: u64 = 1 << 40;
}

/// A hypervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Personality {
    /// `vhost-user-gpu-pci` of QEMU.
    Qemu,
    /// `--vhost-user type=gpu` of crosvm.
    Crosvm,
    /// `--generic-vhost-user` of Cloud Hypervisor.
    CloudHypervisor,
    /// The generic vhost-user device of libkrun.
    Libkrun,
}

/// One message, or one group of messages, of the start-up sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the messages")]
pub enum Step {
    SetOwner,
    GetFeatures,
    GetProtocolFeatures,
    SetProtocolFeatures,
    GetQueueNum,
    GetMaxMemSlots,
    SetBackendReqFd,
    /// Offset, size and flags.
    GetConfig(u32, u32, u32),
    SetFeatures,
    /// SET_MEM_TABLE, or ADD_MEM_REG for each region where memory slots were negotiated and QEMU speaks.
    Memory,
    VringNum(u16),
    VringBase(u16),
    VringAddr(u16),
    VringKick(u16),
    VringCall(u16),
    VringErr(u16),
    VringEnable(u16),
    GpuSetSocket,
}

impl Personality {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Qemu, Self::Crosvm, Self::CloudHypervisor, Self::Libkrun];

    /// Its name on the command line and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Qemu => "qemu",
            Self::Crosvm => "crosvm",
            Self::CloudHypervisor => "cloud-hypervisor",
            Self::Libkrun => "libkrun",
        }
    }

    /// The personality of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|personality| personality.name() == name)
    }

    /// Whether it hands over a display socket with GPU_SET_SOCKET.
    pub const fn has_display_socket(self) -> bool {
        matches!(self, Self::Qemu | Self::Libkrun)
    }

    /// Sizes of the control and the cursor queue. crosvm asks for 32768 entries unless told otherwise.
    pub const fn queue_sizes(self) -> [u16; 2] {
        match self {
            Self::Qemu => [64, 16],
            Self::Crosvm => [32768, 32768],
            Self::CloudHypervisor => [256, 16],
            Self::Libkrun => [256, 256],
        }
    }

    /// Protocol features it acknowledges of those offered.
    pub const fn protocol_features(self, offered: u64) -> u64 {
        use protocol::*;
        offered
            & match self {
                // Everything it knows: bits 0 to 20.
                Self::Qemu => (1 << 21) - 1,
                Self::Crosvm => CONFIG | MQ | BACKEND_REQ | DEVICE_STATE | SHMEM | REPLY_ACK,
                Self::CloudHypervisor => {
                    CONFIG
                        | MQ
                        | CONFIGURE_MEM_SLOTS
                        | REPLY_ACK
                        | INFLIGHT_SHMFD
                        | LOG_SHMFD
                        | DEVICE_STATE
                        | BACKEND_REQ
                }
                Self::Libkrun => CONFIG | MQ | BACKEND_REQ | SHMEM,
            }
    }

    /// What SET_FEATURES says, given what was offered and what a 2D guest driver acknowledges.
    pub fn features(self, offered: u64) -> u64 {
        use ring::*;
        let edid = offered & Features::EDID.bits();
        let uuid = offered & Features::RESOURCE_UUID.bits();
        PROTOCOL_FEATURES
            | VERSION_1
            | match self {
                // QEMU does not mask the ring's bits by what the back end offered.
                Self::Qemu => edid | uuid | INDIRECT_DESC | EVENT_IDX | RING_RESET,
                Self::Crosvm => edid | (offered & EVENT_IDX),
                Self::CloudHypervisor => offered & (INDIRECT_DESC | EVENT_IDX),
                Self::Libkrun => edid | (offered & (INDIRECT_DESC | EVENT_IDX)),
            }
    }

    /// Device features that reach the guest if it asks for them.
    pub const fn passed_features(self) -> u64 {
        match self {
            Self::Qemu => Features::VIRGL
                .union(Features::EDID)
                .union(Features::RESOURCE_UUID)
                .bits(),
            Self::Crosvm | Self::Libkrun => 0xff_ffff,
            // It strips them.
            Self::CloudHypervisor => 0,
        }
    }

    /// Which requests carry need_reply once REPLY_ACK is negotiated: crosvm negotiates and never asks, libkrun does
    /// not negotiate, QEMU asks where an error would lose memory, Cloud Hypervisor asks always.
    pub fn needs_reply(self) -> fn(u32) -> bool {
        match self {
            Self::Qemu => |request| {
                matches!(
                    request,
                    request::SET_MEM_TABLE
                        | request::ADD_MEM_REG
                        | request::REM_MEM_REG
                        | request::SET_CONFIG
                        | request::SET_VRING_ENABLE
                        | request::SET_BACKEND_REQ_FD
                )
            },
            Self::CloudHypervisor => |_| true,
            Self::Crosvm | Self::Libkrun => |_| false,
        }
    }

    /// Whether it announces memory region by region where CONFIGURE_MEM_SLOTS was negotiated.
    pub const fn adds_regions_singly(self) -> bool {
        matches!(self, Self::Qemu)
    }

    /// The shape of guest memory.
    pub const fn memory(self) -> MemoryLayout {
        const MIB: u64 = 1 << 20;
        match self {
            Self::Qemu => MemoryLayout {
                regions: &[(0, 0xa_0000), (0xc_0000, 255 * MIB)],
                one_file: true,
            },
            Self::Crosvm => MemoryLayout {
                regions: &[(0, 0xa_0000), (0x10_0000, 240 * MIB), (0x1_0000_0000, 16 * MIB)],
                one_file: false,
            },
            Self::CloudHypervisor => MemoryLayout {
                regions: &[(0, 256 * MIB)],
                one_file: true,
            },
            Self::Libkrun => MemoryLayout {
                regions: &[(0, 240 * MIB), (0x1_0000_0000, 16 * MIB)],
                one_file: false,
            },
        }
    }

    /// Its messages from the connection to a running device, given the protocol features acknowledged.
    pub fn steps(self, acknowledged: u64) -> Vec<Step> {
        let mut steps = self.negotiation();
        steps.retain(|step| match step {
            Step::GetQueueNum => acknowledged & protocol::MQ != 0,
            Step::GetMaxMemSlots => acknowledged & protocol::CONFIGURE_MEM_SLOTS != 0,
            Step::SetBackendReqFd => acknowledged & protocol::BACKEND_REQ != 0,
            Step::GetConfig(..) => acknowledged & protocol::CONFIG != 0,
            _ => true,
        });
        steps
    }

    fn negotiation(self) -> Vec<Step> {
        use Step::*;
        match self {
            Self::Qemu => qemu(),
            Self::Crosvm => {
                let mut steps = vec![SetOwner, GetFeatures, GetProtocolFeatures, SetProtocolFeatures];
                steps.extend([
                    SetBackendReqFd,
                    GetQueueNum,
                    GetConfig(8, 4, 1),
                    GetConfig(12, 4, 1),
                ]);
                steps.extend([SetFeatures, Memory]);
                for q in 0..2 {
                    steps.extend([
                        VringNum(q),
                        VringAddr(q),
                        VringBase(q),
                        VringCall(q),
                        VringKick(q),
                    ]);
                    steps.push(VringEnable(q));
                }
                steps
            }
            Self::CloudHypervisor => {
                let mut steps = vec![SetOwner, GetFeatures, GetProtocolFeatures, SetProtocolFeatures];
                steps.extend([
                    GetQueueNum,
                    GetConfig(8, 4, 0),
                    GetConfig(12, 4, 0),
                    SetFeatures,
                    Memory,
                ]);
                for q in 0..2 {
                    steps.extend([
                        VringNum(q),
                        VringAddr(q),
                        VringBase(q),
                        VringCall(q),
                        VringKick(q),
                    ]);
                }
                steps.extend([VringEnable(0), VringEnable(1), SetBackendReqFd]);
                steps
            }
            Self::Libkrun => {
                let mut steps = vec![GetFeatures, GetProtocolFeatures, SetProtocolFeatures, GetQueueNum];
                steps.extend([GetConfig(0, 16, 0), SetOwner, GpuSetSocket, SetBackendReqFd]);
                steps.extend([Memory, SetFeatures]);
                for q in 0..2 {
                    steps.extend([
                        VringNum(q),
                        VringAddr(q),
                        VringBase(q),
                        VringKick(q),
                        VringCall(q),
                    ]);
                    steps.push(VringEnable(q));
                }
                steps
            }
        }
    }
}

/// QEMU: the first half at realize, the second at each DRIVER_OK, beginning with the display socket.
fn qemu() -> Vec<Step> {
    use Step::*;
    let mut steps = vec![
        GetFeatures,
        GetProtocolFeatures,
        SetProtocolFeatures,
        GetQueueNum,
        GetMaxMemSlots,
    ];
    steps.extend([
        SetBackendReqFd,
        SetOwner,
        GetFeatures,
        VringCall(0),
        VringErr(0),
        VringCall(1),
        VringErr(1),
    ]);
    steps.extend([GetConfig(0, 16, 0), GpuSetSocket, SetFeatures, Memory]);
    for q in 0..2 {
        steps.extend([
            VringNum(q),
            VringBase(q),
            VringAddr(q),
            VringKick(q),
            VringCall(q),
        ]);
    }
    steps.extend([VringEnable(0), VringEnable(1)]);
    steps
}
