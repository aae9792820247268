//! What goes out is read again by the client of the tests crate.

use device::Size;
use vhost_wgpu_tests::{
    frontend::oracle::Random,
    vnc::{Decoder, Format},
};

use super::*;

/// Pictures of each kind that an encoding treats in its own way.
fn pictures(random: &mut Random) -> Vec<(String, Picture)> {
    let mut pictures = Vec::new();
    for size in [
        Size::new(1, 1),
        Size::new(3, 2),
        Size::new(16, 16),
        Size::new(65, 63),
        Size::new(300, 130),
    ] {
        for colours in [1, 2, 3, 4, 5, 16, 17, 127, 128, 200, 256, 257, 1 << 24] {
            for run in [1, 3, 300] {
                let palette: Vec<_> = (0..colours.min(300)).map(|_| random.below(1 << 24)).collect();
                let mut picture = Picture::black(size);
                let (mut left, mut colour) = (0, 0);
                for y in 0..size.height {
                    for pixel in picture.row_mut(0, y, size.width) {
                        if left == 0 {
                            left = 1 + random.below(run);
                            colour = palette[random.below(palette.len() as u32) as usize];
                        }
                        left -= 1;
                        *pixel = colour;
                    }
                }
                pictures.push((format!("{size:?} of {colours} colours in runs to {run}"), picture));
            }
        }
    }
    pictures
}

#[test]
fn every_picture_comes_back_in_every_encoding_and_format() {
    let mut random = Random::new(1);
    let pictures = pictures(&mut random);
    for format in Format::SOME {
        let ours = PixelFormat::from_wire(format.to_wire()).unwrap();
        for encoding in Encoding::ALL {
            // One of each for all pictures: the streams go on.
            let mut encoder = Encoder::new(&ours);
            let mut decoder = Decoder::new(format);
            encoder.set_encoding(encoding, Some(random.below(10)));
            for (name, picture) in &pictures {
                let mut bytes = Vec::new();
                let mut rects = Vec::new();
                for piece in encoding.pieces(Rect::whole(picture.size())) {
                    encoder.encode(picture, &piece, &mut bytes);
                    rects.push(piece);
                }
                let mut from = &bytes[..];
                for rect in rects {
                    let mut head = Vec::new();
                    append_header(&rect, encoding.number(), &mut head);
                    assert_eq!(from.split_off(..head.len()).unwrap(), head);
                    let size = (rect.width as usize, rect.height as usize);
                    let got = decoder
                        .read(encoding.number(), size, &mut from)
                        .unwrap_or_else(|error| panic!("{encoding:?}, {format:?}, {name}: {error}"));
                    let mut wanted = Vec::new();
                    picture.append(&rect, &mut wanted);
                    let wanted: Vec<_> = wanted.into_iter().map(|pixel| format.rounded(pixel)).collect();
                    assert!(got.pixels == wanted, "{encoding:?}, {format:?}, {name}");
                }
                assert!(from.is_empty(), "{encoding:?}, {format:?}, {name}");
            }
        }
    }
}

#[test]
fn pieces_cover_a_rectangle_and_are_no_larger_than_clients_take() {
    let rect = Rect::new(5, 7, 5000, 300);
    for encoding in Encoding::ALL {
        let pieces: Vec<_> = encoding.pieces(rect).collect();
        let pixels: u64 = pieces.iter().map(|piece| piece.size().pixels()).sum();
        assert_eq!(pixels, rect.size().pixels());
        assert!(
            pieces
                .iter()
                .all(|piece| rect.contains(piece) && piece.width <= 2048)
        );
    }
}
