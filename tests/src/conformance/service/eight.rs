//! Eight machines at once, of which every other one draws in 3D, while the worker of one is killed.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::{Env, another_worker, start};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{
        Failure, Result,
        painter::{Kind, Painter},
        service::{Service, signal},
    },
};

const MACHINES: usize = 8;
/// Frames that each machine draws at least before one worker is killed, and after.
const FRAMES: u64 = 20;

pub(super) fn victim_in_2d(env: &Env) -> Result<()> {
    eight_machines(env, 2)
}

pub(super) fn victim_in_3d(env: &Env) -> Result<()> {
    eight_machines(env, 3)
}

fn name(number: usize) -> String {
    format!("vm{number}")
}

fn kind(number: usize) -> Kind {
    if number % 2 == 1 { Kind::ThreeD } else { Kind::TwoD }
}

fn table(number: usize) -> String {
    let mode = match kind(number) {
        Kind::TwoD => "2d",
        // 3D where the host has it; the test is skipped elsewhere.
        Kind::ThreeD => "auto",
    };
    format!("[vm.{}]\ngpu-mode = \"{mode}\"\n", name(number))
}

fn workers(service: &Service) -> Result<Vec<u64>> {
    (0..MACHINES)
        .map(|number| service.worker(&name(number)))
        .collect()
}

fn attach(service: &Service, number: usize, seed: u64) -> Result<Painter> {
    Painter::attach(service, &name(number), kind(number), seed)
}

/// What the machines' threads wait for.
struct Stage {
    /// All have drawn: the victim's worker is about to be killed.
    drawn: Barrier,
    /// There is another worker in its place.
    replaced: AtomicBool,
}

fn eight_machines(env: &Env, victim: usize) -> Result<()> {
    let service = start(env, &(0..MACHINES).map(table).collect::<String>())?;
    let before = workers(&service)?;
    let stage = Stage {
        drawn: Barrier::new(MACHINES + 1),
        replaced: AtomicBool::new(false),
    };
    let (killed, painters) = thread::scope(|scope| {
        let threads: Vec<_> = (0..MACHINES)
            .map(|number| {
                let (service, stage) = (&service, &stage);
                scope.spawn(move || draw_on(service, stage, number, number == victim))
            })
            .collect();
        stage.drawn.wait();
        let killed = signal(before[victim], "KILL")
            .and_then(|()| another_worker(&service, &name(victim), before[victim]));
        stage.replaced.store(true, Ordering::Relaxed);
        let ends = threads.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(_) => fail!("a machine's thread panicked"),
        });
        (killed, ends.collect::<Result<Vec<_>>>())
    });
    // The painters first: one that was skipped says why the rest makes no sense.
    let mut painters = painters?;
    let replacement = killed?;

    let mut expected = before;
    expected[victim] = replacement;
    ensure_eq!(workers(&service)?, expected, "the workers' processes");
    for number in 0..MACHINES {
        let vm = name(number);
        let metrics = service.metrics(&vm)?;
        let restarts = f64::from(u8::from(number == victim));
        ensure_eq!(metrics.get("restarts_total"), Some(&restarts), "restarts of {vm}");
        ensure_eq!(metrics.get("up"), Some(&1.0), "whether {vm} is up");
        if number == victim {
            ensure_eq!(metrics.get("connected"), Some(&0.0), "whether {vm} is connected");
            ensure_eq!(metrics.get("frames_total"), Some(&0.0), "frames of {vm}");
        }
    }
    let mut again = attach(&service, victim, 1000)?;
    for _ in 0..FRAMES {
        again.draw()?;
    }
    again.misbehave()?;
    painters[victim] = Some(again);
    for (number, painter) in painters.into_iter().flatten().enumerate() {
        painter.check_metrics(&service, &name(number))?;
        painter.finish()?;
    }
    service.end()
}

/// Draws before and after the victim's worker is killed, and all the time in between. The victim itself is lost.
fn draw_on(service: &Service, stage: &Stage, number: usize, is_victim: bool) -> Result<Option<Painter>> {
    let first = attach(service, number, number as u64).and_then(|mut painter| {
        (0..FRAMES).try_for_each(|_| painter.draw())?;
        Ok(painter)
    });
    stage.drawn.wait();
    let mut painter = first?;
    let least = painter.frames() + FRAMES;
    while !stage.replaced.load(Ordering::Relaxed) || painter.frames() < least {
        match painter.draw() {
            Ok(()) => {}
            Err(Failure::Failed(_)) if is_victim => return Ok(None),
            Err(error) => return Err(error.context(&name(number))),
        }
    }
    ensure!(!is_victim, "the machine whose worker is killed draws on");
    painter.misbehave()?;
    Ok(Some(painter))
}
