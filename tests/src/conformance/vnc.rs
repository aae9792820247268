//! The remote desktop: what VNC clients see, with a display of the hypervisor beside them or without.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    time::{Duration, Instant},
};

use wire::virtio_gpu::{BLOB_MEM_GUEST, Features, RespDisplayInfo};

use super::{Case, Env, scanout::paint};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{
        Machine, Result, Setup, gpu,
        oracle::{Picture, Random},
    },
    skip,
    vnc::{
        Client, Format,
        client::{self, Entry},
        encoding,
    },
};

pub(super) const CASES: &[Case] = &[
    Case::all("vnc::shows_what_is_flushed_in_every_encoding", every_encoding),
    Case::all("vnc::random_damage_is_exact_for_two_clients", random_damage),
    Case::all("vnc::random_damage_of_a_blob_likewise", random_damage_of_a_blob),
    Case::once("vnc::every_pixel_format_is_right", every_format),
    Case::once("vnc::old_versions_of_the_protocol", old_versions),
    Case::all("vnc::what_did_not_change_is_not_sent", only_changes),
    Case::once("vnc::requests_of_parts_get_parts", parts),
    Case::all("vnc::another_size_of_the_screen_is_told", new_size),
    Case::once("vnc::several_screens_are_one_desktop", joined),
    Case::once("vnc::an_address_for_each_screen", apart),
    Case::all("vnc::stuck_client_slows_nobody_and_costs_little", stuck),
    Case::all("vnc::cursor_is_drawn_or_told", cursor),
    Case::all("vnc::wish_for_another_size_becomes_the_guests_mode", resize),
    Case::once("vnc::password_lets_in_and_wrong_ones_are_limited", password),
    Case::once("vnc::tls_with_and_without_password", tls),
    Case::once("vnc::open_addresses_without_protection_are_refused", unprotected),
    Case::once("vnc::status_names_the_clients", status),
    Case::once("vnc::clients_outlive_the_hypervisor", outlives),
    Case::once("vnc::disconnect_at_every_byte_is_survived", disconnects),
    Case::once("vnc::nonsense_ends_only_its_client", nonsense),
];

const WIDTH: u32 = 320;
const HEIGHT: u32 = 200;

/// A machine whose back end shows its screens to VNC clients.
fn start(env: &Env) -> Result<Machine> {
    start_with(env, |_| {})
}

fn start_with(env: &Env, change: impl FnOnce(&mut Setup)) -> Result<Machine> {
    if !env.target.has_option("--vnc ") {
        skip!("the back end has no --vnc");
    }
    let mut setup = env.setup();
    setup.arguments.push("--vnc={dir}/vnc.sock".into());
    change(&mut setup);
    setup.start(&env.target)
}

fn connect(m: &Machine) -> Result<Client> {
    Client::connect(&m.backend.directory().join("vnc.sock"))
}

/// A screen of [`WIDTH`] × [`HEIGHT`] with noise on it; returns where its pixels are.
fn show(m: &mut Machine) -> Result<(u64, Picture)> {
    let backing = m.resource(1, gpu::BGRX, WIDTH, HEIGHT)?;
    let picture = paint(m, backing, WIDTH, HEIGHT, 1);
    let whole = gpu::rect(0, 0, WIDTH, HEIGHT);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, WIDTH, whole)?;
    Ok((backing, picture))
}

/// A random change of the picture and of the screen: noise, one colour, or few colours in a rectangle.
fn draw(m: &mut Machine, random: &mut Random, backing: u64, picture: &mut Picture) -> Result<()> {
    let (x, y) = (random.below(WIDTH), random.below(HEIGHT));
    let most = if random.below(4) == 0 { WIDTH } else { 40 };
    let width = 1 + random.below(most.min(WIDTH - x));
    let height = 1 + random.below(most.min(HEIGHT - y));
    let colours = [1, 2, 7, 100, 1 << 24][random.below(5) as usize];
    let base = random.below(1 << 24);
    for y in y..y + height {
        let mut row = Vec::new();
        for x in x..x + width {
            let pixel = base.wrapping_mul(1 + random.below(colours)) & 0x00ff_ffff;
            picture.set(x, y, pixel);
            // The unused byte is anything.
            row.extend((pixel | random.below(256) << 24).to_le_bytes());
        }
        m.memory.write(backing + u64::from(y * WIDTH + x) * 4, &row);
    }
    m.present(1, WIDTH, gpu::rect(x, y, width, height))
}

fn every_encoding(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    for number in encoding::PIXELS {
        let mut client = connect(&m)?;
        ensure_eq!(
            (client.picture.width, client.picture.height),
            (WIDTH, HEIGHT),
            "size of the desktop"
        );
        client.set_encodings(&[number])?;
        client.request(false)?;
        let update = client.update()?;
        ensure_eq!(
            update.pixels(),
            u64::from(WIDTH * HEIGHT),
            "pixels of the first update"
        );
        let difference = picture.difference(&client.picture);
        ensure!(
            difference.is_none(),
            "encoding {number}: {}",
            difference.unwrap_or_default()
        );
    }
    if m.display.is_some() {
        m.shows(0, &picture)?;
    }
    m.finish()
}

fn random_damage(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (backing, picture) = show(&mut m)?;
    damage_at_random(m, backing, picture, 1000)
}

/// A picture in memory of the guest, which is read where it lies.
fn random_damage_of_a_blob(env: &Env) -> Result<()> {
    let blobs = Features::RESOURCE_BLOB.bits();
    let mut m = start_with(env, |setup| setup.with = blobs)?;
    if m.features & blobs == 0 {
        skip!("this front end keeps blobs from the guest");
    }
    let size = u64::from(WIDTH * HEIGHT * 4);
    let memory = m.memory.alloc(size as usize, 4096)?;
    let entries = [(memory, size as u32)];
    m.ok(&gpu::create_blob(1, BLOB_MEM_GUEST, 0, size, &entries))?;
    let picture = paint(&m, memory, WIDTH, HEIGHT, 1);
    let whole = gpu::rect(0, 0, WIDTH, HEIGHT);
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (WIDTH, HEIGHT), WIDTH * 4, 0))?;
    m.ok(&gpu::flush(1, whole))?;
    damage_at_random(m, memory, picture, 250)
}

/// So many changes in each encoding.
fn damage_at_random(mut m: Machine, backing: u64, mut picture: Picture, changes: u32) -> Result<()> {
    let mut random = Random::new(7);
    for number in encoding::PIXELS {
        let mut clients = [connect(&m)?, connect(&m)?];
        for client in &mut clients {
            client.set_encodings(&[number, encoding::DESKTOP_SIZE])?;
            client.wait_picture(&picture)?;
        }
        let mut left = changes;
        while left > 0 {
            // They look after a few updates, one of them more often than the other.
            let some = (1 + random.below(8)).min(left);
            for _ in 0..some {
                draw(&mut m, &mut random, backing, &mut picture)?;
            }
            left -= some;
            clients[0].wait_picture(&picture)?;
            if random.below(4) == 0 {
                clients[1].wait_picture(&picture)?;
            }
        }
        clients[1].wait_picture(&picture)?;
    }
    m.finish()
}

fn every_format(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (backing, mut picture) = show(&mut m)?;
    let mut random = Random::new(3);
    for number in encoding::PIXELS {
        let mut client = connect(&m)?;
        client.set_encodings(&[number])?;
        for format in Format::SOME {
            client.set_format(format)?;
            client.request(false)?;
            client.update()?;
            client.wait_picture(&picture)?;
            for _ in 0..5 {
                draw(&mut m, &mut random, backing, &mut picture)?;
                client.wait_picture(&picture)?;
            }
        }
    }
    m.finish()
}

fn old_versions(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    for minor in [3, 5, 7, 8, 9, 889] {
        let path = m.backend.directory().join("vnc.sock");
        let mut socket = Box::new(UnixStream::connect(path)?);
        client::Socket::set_timeout(&*socket, client::DEADLINE)?;
        let entry = client::shake_hands(&mut *socket, minor, None)?;
        ensure_eq!(entry, Entry::Open, "version 3.{minor}");
        Client::start(socket)?
            .wait_picture(&picture)
            .map_err(|error| error.context(&format!("version 3.{minor}")))?;
    }
    m.finish()
}

fn only_changes(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (backing, mut picture) = show(&mut m)?;
    let mut client = connect(&m)?;
    client.wait_picture(&picture)?;
    // The guest says that all has changed, and one pixel has.
    m.memory.write(backing + 4 * 5, &[1, 2, 3, 0]);
    picture.set(5, 0, 0x0003_0201);
    m.present(1, WIDTH, gpu::rect(0, 0, WIDTH, HEIGHT))?;
    client.request(true)?;
    let update = client.update()?;
    ensure!(
        update.pixels() <= 64 * 64,
        "{} pixels came for one",
        update.pixels()
    );
    client.wait_picture(&picture)?;
    // Nothing has changed at all: no answer is due.
    m.present(1, WIDTH, gpu::rect(0, 0, WIDTH, HEIGHT))?;
    client.request(true)?;
    client.socket().set_timeout(Duration::from_millis(300))?;
    ensure!(
        client.update().is_err(),
        "an update came, and nothing had changed"
    );
    m.finish()
}

fn parts(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let mut client = connect(&m)?;
    client.request_part(false, (64, 64, 32, 32))?;
    let update = client.update()?;
    ensure_eq!(update.rects, [(64, 64, 32, 32)], "the part that was asked for");
    ensure!(
        picture.part(64, 64, 32, 32) == client.picture.part(64, 64, 32, 32),
        "its pixels are wrong"
    );
    // Outside of the desktop, of no size, and beyond: harmless.
    for part in [(60000, 60000, 5, 5), (0, 0, 0, 0), (65535, 65535, 65535, 65535)] {
        client.request_part(false, part)?;
        client.request_part(true, part)?;
    }
    client.wait_picture(&picture)?;
    m.finish()
}

fn new_size(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let mut old = connect(&m)?;
    let mut simple = connect(&m)?;
    let mut extended = connect(&m)?;
    simple.set_encodings(&[encoding::ZRLE, encoding::DESKTOP_SIZE])?;
    extended.set_encodings(&[encoding::TIGHT, encoding::EXTENDED_DESKTOP_SIZE])?;
    for client in [&mut old, &mut simple, &mut extended] {
        client.wait_picture(&picture)?;
    }
    ensure_eq!(extended.screens, [(0, 0, 0, WIDTH, HEIGHT)], "the screens");

    let backing = m.resource(2, gpu::BGRX, 200, 300)?;
    let other = paint(&m, backing, 200, 300, 2);
    m.ok(&gpu::set_scanout(0, 2, gpu::rect(0, 0, 200, 300)))?;
    m.present(2, 200, gpu::rect(0, 0, 200, 300))?;
    for client in [&mut simple, &mut extended] {
        client.request(true)?;
        client.update()?;
        ensure_eq!(
            (client.picture.width, client.picture.height),
            (200, 300),
            "the new size"
        );
        client.wait_picture(&other)?;
    }
    ensure_eq!(extended.screens, [(0, 0, 0, 200, 300)], "the screens");
    // A client that knows of no other size sees what fits, and black elsewhere.
    let mut fitted = Picture::new(WIDTH, HEIGHT);
    for y in 0..HEIGHT {
        for x in 0..200 {
            fitted.set(x, y, other.at(x, y));
        }
    }
    old.wait_picture(&fitted)?;
    m.finish()
}

fn joined(env: &Env) -> Result<()> {
    let mut m = start_with(env, |setup| {
        setup.modes = vec![(640, 480); 2];
        setup.arguments.push("--scanouts=2".into());
    })?;
    let (_, left) = show(&mut m)?;
    let backing = m.resource(2, gpu::BGRX, 100, 240)?;
    let right = paint(&m, backing, 100, 240, 2);
    m.ok(&gpu::set_scanout(1, 2, gpu::rect(0, 0, 100, 240)))?;
    m.present(2, 100, gpu::rect(0, 0, 100, 240))?;
    let mut wanted = Picture::new(WIDTH + 100, 240);
    for y in 0..240 {
        for x in 0..WIDTH + 100 {
            if x >= WIDTH {
                wanted.set(x, y, right.at(x - WIDTH, y));
            } else if y < HEIGHT {
                wanted.set(x, y, left.at(x, y));
            }
        }
    }
    let mut client = connect(&m)?;
    client.set_encodings(&[encoding::ZRLE, encoding::EXTENDED_DESKTOP_SIZE])?;
    client.wait_picture(&wanted)?;
    let screens = [(0, 0, 0, WIDTH, HEIGHT), (1, WIDTH, 0, 100, 240)];
    ensure_eq!(client.screens, screens, "the screens");
    m.finish()
}

fn apart(env: &Env) -> Result<()> {
    let mut m = start_with(env, |setup| {
        setup.modes = vec![(640, 480); 2];
        setup.arguments.push("--scanouts=2".into());
        setup.arguments.push("--vnc={dir}/second.sock".into());
    })?;
    let (_, left) = show(&mut m)?;
    let backing = m.resource(2, gpu::BGRX, 100, 240)?;
    let right = paint(&m, backing, 100, 240, 2);
    m.ok(&gpu::set_scanout(1, 2, gpu::rect(0, 0, 100, 240)))?;
    m.present(2, 100, gpu::rect(0, 0, 100, 240))?;
    connect(&m)?.wait_picture(&left)?;
    Client::connect(&m.backend.directory().join("second.sock"))?.wait_picture(&right)?;
    m.finish()
}

fn stuck(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (backing, mut picture) = show(&mut m)?;
    let mut random = Random::new(9);
    let mut quick = connect(&m)?;
    quick.set_encodings(&[encoding::TIGHT])?;
    quick.wait_picture(&picture)?;
    let before = m.backend.anonymous_bytes()?;
    // These ask and ask, and read nothing.
    let mut stuck = Vec::new();
    for number in [encoding::RAW, encoding::HEXTILE, encoding::ZRLE, encoding::TIGHT] {
        let mut client = connect(&m)?;
        client.set_encodings(&[number])?;
        for _ in 0..200 {
            client.request(false)?;
        }
        stuck.push(client);
    }
    let mut slowest = Duration::ZERO;
    for _ in 0..200 {
        draw(&mut m, &mut random, backing, &mut picture)?;
        let start = Instant::now();
        quick.wait_picture(&picture)?;
        slowest = slowest.max(start.elapsed());
    }
    ensure!(
        slowest < Duration::from_secs(1),
        "an update took {slowest:?} beside stuck clients"
    );
    let grown = m.backend.anonymous_bytes()?.saturating_sub(before);
    // Streams, buffers and a picture each.
    ensure!(grown < 16 << 20, "four stuck clients cost {grown} bytes");
    // They have lost nothing.
    for mut client in stuck {
        client.wait_picture(&picture)?;
    }
    m.finish()
}

fn cursor(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let backing = m.resource(9, gpu::BGRA, 64, 64)?;
    let mut bytes = Random::new(4).bytes(64 * 64 * 4);
    for (at, pixel) in bytes.chunks_exact_mut(4).enumerate() {
        pixel[3] = if at % 3 == 0 { 0 } else { 255 };
    }
    m.memory.write(backing, &bytes);
    m.ok(&gpu::transfer(9, gpu::rect(0, 0, 64, 64), 0))?;
    let pixel = |x: u32, y: u32| {
        let at = (y * 64 + x) as usize * 4;
        let [b, g, r, a] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        (u32::from_be_bytes([0, r, g, b]), a == 255)
    };
    let with_cursor = |left: i64, top: i64| {
        let mut wanted = picture.clone();
        for (x, y) in (0..64).flat_map(|y| (0..64).map(move |x| (x, y))) {
            let (at_x, at_y) = (left + i64::from(x), top + i64::from(y));
            let is_inside = (0..WIDTH.into()).contains(&at_x) && (0..HEIGHT.into()).contains(&at_y);
            if let ((colour, true), true) = (pixel(x, y), is_inside) {
                wanted.set(at_x as u32, at_y as u32, colour);
            }
        }
        wanted
    };
    let mut plain = connect(&m)?;
    let mut able = connect(&m)?;
    able.set_encodings(&[encoding::HEXTILE, encoding::CURSOR])?;
    plain.wait_picture(&picture)?;
    able.wait_picture(&picture)?;

    m.cursor(&gpu::update_cursor(0, 9, (100, 50), (3, 4)))?;
    plain.wait_picture(&with_cursor(97, 46))?;
    while able.cursor.as_ref().is_none_or(|cursor| cursor.mask.is_empty()) {
        able.request(true)?;
        able.update()?;
    }
    let told = able.cursor.take();
    let is_right = told.is_some_and(|told| {
        let places = || (0..64).flat_map(|y| (0..64).map(move |x| (x, y)));
        told.hot == (3, 4)
            && places().all(|(x, y)| told.picture.at(x, y) == pixel(x, y).0)
            && told.mask == places().map(|(x, y)| pixel(x, y).1).collect::<Vec<_>>()
    });
    ensure!(is_right, "the cursor was told otherwise");
    for (x, y) in [(310, 190), (2, 1), (-20i32 as u32, 5), (100, 100)] {
        m.cursor(&gpu::move_cursor(0, 9, (x, y)))?;
        plain.wait_picture(&with_cursor(i64::from(x as i32) - 3, i64::from(y as i32) - 4))?;
    }
    able.wait_picture(&picture)?;
    ensure!(able.cursor.is_none(), "a cursor that only moved was told anew");
    m.cursor(&gpu::update_cursor(0, 0, (100, 100), (0, 0)))?;
    plain.wait_picture(&picture)?;
    m.finish()
}

fn resize(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let mut client = connect(&m)?;
    client.set_encodings(&[encoding::EXTENDED_DESKTOP_SIZE])?;
    client.wait_picture(&picture)?;
    let mut ask = |width, height| -> Result<_> {
        client.resize(width, height)?;
        client.request(true)?;
        Ok(client.update()?.resize)
    };
    if m.display.is_some() {
        ensure_eq!(
            ask(1024, 700)?,
            Some((1, 1)),
            "the hypervisor's own display: reason and result"
        );
        return m.finish();
    }
    ensure_eq!(ask(1024, 700)?, Some((1, 4)), "reason and result");
    let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 408)?.read()?;
    let mode = info.pmodes[0];
    ensure_eq!(
        (mode.r.width.get(), mode.r.height.get()),
        (1024, 700),
        "the guest's mode"
    );
    ensure_eq!(m.get_config(0, 4, 0)?, [1, 0, 0, 0], "events_read");
    for (width, height) in [(0, 0), (1, 1), (65535, 65535)] {
        ensure_eq!(
            ask(width, height)?,
            Some((1, 3)),
            "reason and result of {width}×{height}"
        );
    }
    m.finish()
}

/// A file of the tests, for an option.
fn file(name: &str) -> String {
    format!("{}/vnc/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The response to a challenge of who has that password. The bits of each byte of DES's key are the other way round.
fn respond(password: &[u8; 8], mut challenge: [u8; 16]) -> [u8; 16] {
    use des::cipher::{BlockCipherEncrypt, KeyInit};
    let cipher = des::Des::new(&password.map(u8::reverse_bits).into());
    for block in challenge.as_chunks_mut::<8>().0 {
        let mut encrypted = (*block).into();
        cipher.encrypt_block(&mut encrypted);
        *block = encrypted.into();
    }
    challenge
}

fn knock(m: &Machine, minor: u16, password: &[u8; 8]) -> Result<(Box<UnixStream>, Entry)> {
    let mut socket = Box::new(UnixStream::connect(m.backend.directory().join("vnc.sock"))?);
    client::Socket::set_timeout(&*socket, client::DEADLINE)?;
    let entry = client::shake_hands(
        &mut *socket,
        minor,
        Some(&|challenge| respond(password, challenge)),
    )?;
    Ok((socket, entry))
}

fn password(env: &Env) -> Result<()> {
    let mut m = start_with(env, |setup| {
        setup
            .arguments
            .push(format!("--vnc-password-file={}", file("password")));
    })?;
    let (_, picture) = show(&mut m)?;
    for minor in [3, 7, 8] {
        let (socket, entry) = knock(&m, minor, b"hush\0\0\0\0")?;
        ensure_eq!(entry, Entry::Open, "the right password in 3.{minor}");
        Client::start(socket)?.wait_picture(&picture)?;
    }
    let wrong = *b"wrong\0\0\0";
    for minor in [3, 7, 8, 8, 8] {
        let (mut socket, entry) = knock(&m, minor, &wrong)?;
        let why = if minor == 8 { "wrong password" } else { "" };
        ensure_eq!(entry, Entry::Refused(why.into()), "a wrong password in 3.{minor}");
        ensure_eq!(socket.read(&mut [0])?, 0, "bytes behind the refusal");
    }
    // Now even the right one has to wait.
    for minor in [3, 8] {
        let (_, entry) = knock(&m, minor, b"hush\0\0\0\0")?;
        let Entry::Refused(why) = entry else {
            fail!("a sixth password was looked at")
        };
        ensure!(why.contains("try again later"), "{why}");
    }
    m.finish()
}

fn tls(env: &Env) -> Result<()> {
    for (with_password, subtype) in [(false, 260), (true, 261)] {
        let mut m = start_with(env, |setup| {
            setup
                .arguments
                .push(format!("--vnc-tls-cert={}", file("cert.pem")));
            setup.arguments.push(format!("--vnc-tls-key={}", file("key.pem")));
            if with_password {
                setup
                    .arguments
                    .push(format!("--vnc-password-file={}", file("password")));
            }
        })?;
        let (_, picture) = show(&mut m)?;
        let mut socket = UnixStream::connect(m.backend.directory().join("vnc.sock"))?;
        socket.set_read_timeout(Some(client::DEADLINE))?;
        let mut socket = client::vencrypt(&mut socket, subtype)
            .and_then(|()| client::start_tls(socket, &std::fs::read(file("cert.pem"))?))?;
        if with_password {
            let mut challenge = [0; 16];
            socket.read_exact(&mut challenge)?;
            socket.write_all(&respond(b"hush\0\0\0\0", challenge))?;
        }
        let mut result = [9; 4];
        socket.read_exact(&mut result)?;
        ensure_eq!(result, [0; 4], "SecurityResult");
        let mut client = Client::start(socket)?;
        client.set_encodings(&[encoding::RAW])?;
        client.wait_picture(&picture)?;

        // There is no way in without TLS.
        let mut plain = UnixStream::connect(m.backend.directory().join("vnc.sock"))?;
        plain.set_read_timeout(Some(client::DEADLINE))?;
        let entry = client::shake_hands(&mut plain, 3, None)?;
        ensure!(entry != Entry::Open, "version 3.3 came in without TLS");
        m.finish()?;
    }
    Ok(())
}

fn unprotected(env: &Env) -> Result<()> {
    let starts = |more: &[&str]| -> Result<()> {
        let mut setup = env.setup();
        setup.arguments.push("--vnc=0.0.0.0:0".into());
        setup
            .arguments
            .extend(more.iter().map(|argument| (*argument).to_owned()));
        setup.start(&env.target)?.finish()
    };
    if !env.target.has_option("--vnc ") {
        skip!("the back end has no --vnc");
    }
    ensure!(starts(&[]).is_err(), "it listens to all the world");
    starts(&["--vnc-insecure"])?;
    starts(&[&format!("--vnc-password-file={}", file("password"))])?;
    ensure!(
        starts(&[&format!("--vnc-password-file={}", file("cert.pem"))]).is_err(),
        "a password of more than 8 bytes was taken"
    );
    Ok(())
}

fn status(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let mut client = connect(&m)?;
    client.wait_picture(&picture)?;
    let status = m.control()?.status()?;
    let clients = &status["vnc"];
    ensure!(
        clients.as_array().is_some_and(|clients| clients.len() == 1)
            && clients[0]["from"] == "local"
            && clients[0]["updates"].as_u64() >= Some(1)
            && clients[0]["sent_bytes"].as_u64() >= Some(u64::from(WIDTH * HEIGHT * 4)),
        "the status says {clients}"
    );
    drop(client);
    let end = Instant::now() + client::DEADLINE;
    while m.control()?.status()?["vnc"] != serde_json::json!([]) {
        ensure!(Instant::now() < end, "a client that is gone stays in the status");
    }
    m.finish()
}

fn outlives(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let mut client = connect(&m)?;
    client.set_encodings(&[encoding::ZRLE, encoding::DESKTOP_SIZE])?;
    client.wait_picture(&picture)?;
    m.reconnect()?;
    // The screen is dark, and has the size that its display has.
    client.request(true)?;
    client.update()?;
    let (width, height) = (client.picture.width, client.picture.height);
    ensure!(
        (width, height) != (WIDTH, HEIGHT),
        "the old guest's screen is still there"
    );
    client.wait_picture(&Picture::new(width, height))?;
    let (_, picture) = show(&mut m)?;
    client.request(true)?;
    client.update()?;
    client.wait_picture(&picture)?;
    m.finish()
}

/// All that a client says until it sees something.
fn whole_conversation() -> Vec<u8> {
    let mut bytes = b"RFB 003.008\n\x01\x01".to_vec();
    bytes.extend([&[0; 4][..], &Format::BGRX.to_wire()].concat());
    bytes.extend([2, 0, 0, 2, 0, 0, 0, 16, 0xff, 0xff, 0xff, 0x21]);
    bytes.extend([3, 0, 0, 0, 0, 0, 1, 64, 0, 200]);
    bytes.extend([4, 1, 0, 0, 0, 0, 0, 65, 5, 1, 0, 5, 0, 5]);
    bytes.extend([6, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
    bytes
}

fn disconnects(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let path = m.backend.directory().join("vnc.sock");
    let fds = m.backend.open_fds()?;
    let bytes = whole_conversation();
    for cut in 0..=bytes.len() {
        let mut socket = UnixStream::connect(&path)?;
        socket.write_all(&bytes[..cut])?;
        if cut % 2 == 0 {
            // Reads something before it goes.
            socket.set_read_timeout(Some(client::DEADLINE))?;
            socket.read_exact(&mut [0; 12])?;
        }
    }
    connect(&m)?.wait_picture(&picture)?;
    let end = Instant::now() + client::DEADLINE;
    while m.backend.open_fds()? > fds {
        ensure!(
            Instant::now() < end,
            "clients that are gone keep file descriptors"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    m.finish()
}

fn nonsense(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let (_, picture) = show(&mut m)?;
    let path = m.backend.directory().join("vnc.sock");
    let mut bystander = connect(&m)?;
    let mut random = Random::new(5);
    for round in 0..100 {
        let mut socket = UnixStream::connect(&path)?;
        socket.set_read_timeout(Some(client::DEADLINE))?;
        let mut bytes = whole_conversation();
        bytes.truncate(random.below(bytes.len() as u32 + 1) as usize);
        bytes.extend(random.bytes(1 + round));
        // It may be thrown out before it has said all.
        let _ = socket.write_all(&bytes);
        let _ = socket.shutdown(std::net::Shutdown::Write);
        let _ = socket.read_to_end(&mut Vec::new());
    }
    bystander.wait_picture(&picture)?;
    m.finish()
}
