// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Pictures: what libpng writes and what a PGM file spells comes back as grey pixels; what is damaged is refused with
// its place and costs no memory that the file does not justify; resizing keeps means.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <png.h>

#include <catch2/catch.hpp>

#include <ogive/nn/image.hpp>
#include <ogive/nn/random.hpp>

#include "folder.hpp"
#include "messages.hpp"
#include "peak_memory.hpp"

namespace {

namespace nn = ogive::nn;
using bytes = std::vector<std::uint8_t>;

bytes of(const std::string& text) { return {text.begin(), text.end()}; }

/// A PNG of width × height pixels in one of libpng's simple formats.
bytes png(std::uint32_t format, std::uint32_t width, std::uint32_t height, const bytes& pixels,
          const bytes& colours = {}) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = format;
  image.colormap_entries = static_cast<std::uint32_t>(colours.size() / 3);
  png_alloc_size_t size = 0;
  const void* const map = colours.empty() ? nullptr : colours.data();
  REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, map) != 0);
  bytes file(size);
  REQUIRE(png_image_write_to_memory(&image, file.data(), &size, 0, pixels.data(), 0, map) != 0);
  return file;
}

bytes noise(std::size_t count, std::uint64_t seed) {
  nn::generator random(seed);
  bytes all(count);
  for (std::uint8_t& each : all) each = static_cast<std::uint8_t>(random.below(256));
  return all;
}

std::string refusal(const bytes& file, const nn::image_limits& limits = {}) {
  std::string message;
  const std::size_t peak = peak_of(
      [&] { message = message_of<nn::data_error>([&] { (void)nn::decode_image(file, "some-file", limits); }); });
  CHECK(peak <= 1032 * file.size() + (std::size_t{64} << 10));
  return message;
}

double mean(const nn::gray_image& image) {
  double sum = 0;
  for (const std::uint8_t pixel : image.pixels) sum += pixel;
  return sum / static_cast<double>(image.pixels.size());
}

}  // namespace

TEST_CASE("image: grey PNG comes back as it was, colours become grey, transparent becomes white", "[nn][image]") {
  const bytes grey = noise(7 * 5, 1);
  const nn::gray_image image = nn::decode_image(png(PNG_FORMAT_GRAY, 7, 5, grey), "f");
  CHECK(image.width == 7);
  CHECK(image.height == 5);
  CHECK(image.pixels == grey);
  for (const int level : {0, 77, 255}) {
    const auto v = static_cast<std::uint8_t>(level);
    CHECK(nn::decode_image(png(PNG_FORMAT_RGB, 1, 1, {v, v, v}), "f").pixels == bytes{v});
    CHECK(nn::decode_image(png(PNG_FORMAT_RGBA, 1, 1, {v, v, v, 255}), "f").pixels == bytes{v});
    CHECK(nn::decode_image(png(PNG_FORMAT_RGB_COLORMAP, 1, 1, {1}, {9, 9, 9, v, v, v}), "f").pixels == bytes{v});
  }
  CHECK(nn::decode_image(png(PNG_FORMAT_RGBA, 1, 1, {0, 0, 0, 0}), "f").pixels == bytes{255});
  CHECK(nn::decode_image(png(PNG_FORMAT_GA, 1, 1, {0, 0}), "f").pixels == bytes{255});
  const bytes green = nn::decode_image(png(PNG_FORMAT_RGB, 1, 1, {0, 255, 0}), "f").pixels;
  const bytes blue = nn::decode_image(png(PNG_FORMAT_RGB, 1, 1, {0, 0, 255}), "f").pixels;
  CHECK(green[0] > blue[0]);  // the eye sees green brighter
}

TEST_CASE("image: PGM, plain and binary, comments, other maxima", "[nn][image]") {
  const nn::gray_image plain = nn::decode_image(of("P2 # digits\n3 2\n#more\n255\n0 1 2\n253 254 255\n"), "f");
  CHECK(plain.width == 3);
  CHECK(plain.height == 2);
  CHECK(plain.pixels == bytes{0, 1, 2, 253, 254, 255});
  bytes binary = of("P5\n3 2\n255\n");
  for (const std::uint8_t pixel : plain.pixels) binary.push_back(pixel);
  CHECK(nn::decode_image(binary, "f").pixels == plain.pixels);
  CHECK(nn::decode_image(of("P2 3 1 10 0 5 10"), "f").pixels == bytes{0, 128, 255});
  bytes wide = of("P5 2 1 65535\n");
  for (const std::uint8_t byte : bytes{0x80, 0x00, 0xff, 0xff}) wide.push_back(byte);
  CHECK(nn::decode_image(wide, "f").pixels == bytes{128, 255});
  const ogive::tests::folder place;
  CHECK(nn::read_image(place.write("digit", binary)).pixels == plain.pixels);  // known by its bytes, not its name
}

TEST_CASE("image: what is wrong has its own message", "[nn][image]") {
  CHECK(refusal({}) == "some-file: neither PNG nor PGM at offset 0: expected 89 50 4e 47, or P2 or P5, found nothing");
  says(refusal(of("GIF89a")), {"neither PNG nor PGM", "47 49 46 38"});
  says(refusal(of("P2")), {"truncated at offset 2: expected width, found the end of the file"});
  says(refusal(of("P2 3 x 255 1 2 3")), {"bad height at offset 5", "found 78"});
  says(refusal(of("P2 0 3 255")), {"empty"});
  says(refusal(of("P2 99999999999 3 255")), {"bad width at offset 3: expected a number below 2^32"});
  says(refusal(of("P5 3 2 0\n")), {"bad maximum", "1 to 65535", "found 0"});
  says(refusal(of("P5 3 2 70000\n")), {"bad maximum"});
  says(refusal(of("P5 3 2 255\nabcde")), {"truncated at offset 16: expected 6 bytes of pixels, found 5"});
  says(refusal(of("P5 3 2 255\nabcdefg")), {"trailing bytes at offset 17: expected 6 bytes of pixels, found 7"});
  says(refusal(of("P2 3 1 255 1 2")), {"truncated"});
  says(refusal(of("P2 2 1 10 1 11")), {"bad pixel", "at most 10, found 11"});
  says(refusal(of("P5 60000 60000 255\n")), {"too large", "60000 x 60000"});
  says(refusal(of("P2 5 5 255 1"), {.pixels = 24}), {"too large", "at most 24 pixels", "5 x 5"});
  const bytes good = png(PNG_FORMAT_GRAY, 9, 9, noise(81, 2));
  says(refusal(good, {.pixels = 80}), {"too large at offset 16: expected at most 80 pixels, found 9 x 9"});
  for (std::size_t length = 8; length < good.size() - 12; ++length) {  // all of it but the empty last chunk
    CAPTURE(length);
    says(refusal(bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length))), {"some-file: bad PNG"});
  }
  bytes damaged = good;
  damaged[damaged.size() / 2] ^= 0x40;
  says(refusal(damaged), {"bad PNG", "a whole picture"});
  says(message_of<nn::data_error>([] { (void)nn::read_image("/nonexistent/picture"); }),
       {"/nonexistent/picture: cannot be read: No such file"});
}

TEST_CASE("image: a header alone takes no memory", "[nn][image]") {
  bytes huge = png(PNG_FORMAT_GRAY, 1, 1, {0});
  huge[16 + 2] = 0x0f;  // 3841 × 3841 pixels in a file of 67 bytes
  huge[20 + 2] = 0x0f;
  const std::uint32_t sum = [&] {  // the checksum of IHDR
    std::uint32_t crc = 0xffffffffU;
    for (std::size_t k = 12; k != 29; ++k) {
      crc ^= huge[k];
      for (int bit = 0; bit != 8; ++bit) crc = (crc >> 1) ^ (0xedb88320U & (0U - (crc & 1U)));
    }
    return ~crc;
  }();
  for (std::size_t k = 0; k != 4; ++k) huge[29 + k] = static_cast<std::uint8_t>(sum >> (24 - 8 * k));
  says(refusal(huge), {"truncated at offset 16: expected pixels of 3841 x 3841"});
  says(refusal(of("P5 4000 4000 255\nabc")), {"truncated"});
}

TEST_CASE("image: resizing keeps the mean, constants, and the size that is there", "[nn][image]") {
  for (const std::size_t side : {1U, 7U, 28U, 29U, 56U, 100U, 280U}) {
    CAPTURE(side);
    nn::gray_image image{side, side + 3, noise(side * (side + 3), side)};
    const nn::gray_image small = nn::resize(image, 28, 28);
    CHECK(small.pixels.size() == 784);
    CHECK(std::abs(mean(small) - mean(image)) < 0.5);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{91});
    for (const std::uint8_t pixel : nn::resize(image, 28, 28).pixels) REQUIRE(pixel == 91);
    CHECK(nn::resize(image, side, side + 3).pixels == image.pixels);
  }
  nn::gray_image fine{4, 4, {0, 0, 9, 9, 0, 0, 9, 9, 5, 5, 1, 3, 5, 5, 5, 7}};
  CHECK(nn::resize(fine, 2, 2).pixels == bytes{0, 9, 5, 4});
  says(message_of([&] { (void)nn::resize(fine, 0, 2); }), {"from 4 x 4 to 0 x 2"});
}

TEST_CASE("image: a digit is bright on dark, whatever it was", "[nn][image]") {
  nn::gray_image dark{5, 5, bytes(25, 3)};
  dark.pixels[12] = 250;
  CHECK(nn::as_digit(dark).pixels == dark.pixels);
  nn::gray_image bright = dark;
  for (std::uint8_t& pixel : bright.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  CHECK(nn::as_digit(bright).pixels == dark.pixels);
}
