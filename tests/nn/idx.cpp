// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// One file for each row of the table of defects: the message must name the file, the offset, what was expected and
// found.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <catch2/catch.hpp>

#include <ogive/nn/dataset.hpp>
#include <ogive/nn/idx.hpp>

#include "folder.hpp"
#include "messages.hpp"
#include "peak_memory.hpp"

namespace {

namespace nn = ogive::nn;
using bytes = std::vector<std::uint8_t>;

using ogive::tests::folder;

bytes operator+(bytes left, const bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

bytes big_endian(std::uint32_t value) {
  bytes result;
  for (int shift = 24; shift >= 0; shift -= 8) result.push_back(static_cast<std::uint8_t>(value >> shift));
  return result;
}

bytes header(std::uint8_t type, const std::vector<std::uint32_t>& sizes) {
  bytes result{0, 0, type, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes) result = result + big_endian(size);
  return result;
}

bytes little_endian(std::uint32_t value) {
  bytes result = big_endian(value);
  return {result.rbegin(), result.rend()};
}

bytes deflated(const bytes& content) {
  z_stream stream{};
  REQUIRE(::deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  bytes result(::deflateBound(&stream, content.size()));
  bytes copy = content;
  stream.next_in = copy.data();
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = result.data();
  stream.avail_out = static_cast<uInt>(result.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  result.resize(stream.total_out);
  ::deflateEnd(&stream);
  return result;
}

bytes gzip_header(std::uint8_t flags = 0, std::uint8_t method = 8) {
  return {0x1f, 0x8b, method, flags, 0, 0, 0, 0, 0, 3};
}

bytes trailer(const bytes& content) {
  return little_endian(static_cast<std::uint32_t>(::crc32_z(0, content.data(), content.size()))) +
         little_endian(static_cast<std::uint32_t>(content.size()));
}

bytes zipped(const bytes& content) { return gzip_header() + deflated(content) + trailer(content); }

/// Reads `content` and checks that the message has the file's name and every part, and that no more memory was taken than
/// the file justifies.
void refused(const bytes& content, const std::vector<std::string>& parts, const nn::idx_wish& wish = {}) {
  const folder place;
  const std::string file = place.write("some-file", content);
  std::string message;
  const std::size_t peak =
      peak_of([&] { message = message_of<nn::data_error>([&] { (void)nn::read_idx(file, wish); }); });
  const bool is_gzip = content.size() > 1 && content[0] == 0x1f && content[1] == 0x8b;
  CHECK(peak <= 4 * content.size() + (is_gzip ? std::size_t{3} << 20 : std::size_t{64} << 10));  // gzip comes in pieces
  says(message, {file});
  says(message, parts);
}

const bytes three = header(8, {3}) + bytes{7, 8, 9};

}  // namespace

TEST_CASE("idx: a plain and a zipped file have the same content", "[nn][idx]") {
  const folder place;
  for (const bytes& content : {three, zipped(three)}) {
    const nn::idx_array array = nn::read_idx(place.write("labels.gz", content), {.rank = 1, .type = nn::idx_type::u8});
    CHECK(array.sizes == std::vector<std::size_t>{3});
    CHECK(array.bytes == bytes{7, 8, 9});
    CHECK(array.value(2) == 9);
  }
}

TEST_CASE("idx: every element type is read big-endian", "[nn][idx]") {
  const folder place;
  const auto first = [&](std::uint8_t type, const bytes& element) {
    return nn::read_idx(place.write("file", header(type, {1}) + element)).value(0);
  };
  CHECK(first(0x08, {0xff}) == 255);
  CHECK(first(0x09, {0xff}) == -1);
  CHECK(first(0x0b, {0x80, 0x01}) == -32767);
  CHECK(first(0x0c, {0xff, 0xff, 0xff, 0xfe}) == -2);
  CHECK(first(0x0d, {0x40, 0x49, 0x0f, 0xdb}) == Approx(3.14159265).epsilon(1e-7));
  CHECK(first(0x0e, {0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18}) == 3.141592653589793);
  CHECK(std::isnan(first(0x0d, {0x7f, 0xc0, 0, 0})));  // read as is: the trainer refuses
  CHECK(std::isinf(first(0x0d, {0xff, 0x80, 0, 0})));
}

TEST_CASE("idx: truncated header", "[nn][idx]") {
  refused({}, {"truncated header", "offset 0", "expected 4 bytes", "found 0"});
  refused({0}, {"truncated header", "offset 1", "found 1"});
  refused({0, 0, 8}, {"truncated header", "offset 3", "found 3"});
  refused({0, 0, 8, 2, 0, 0, 0, 1, 0}, {"truncated header", "offset 9", "expected 12 bytes", "found 9"});
}

TEST_CASE("idx: bad magic", "[nn][idx]") {
  refused({1, 0, 8, 1, 0, 0, 0, 1, 5}, {"bad magic", "offset 0", "found 01 00 08 01"});
  refused({0, 1, 8, 1, 0, 0, 0, 1, 5}, {"bad magic", "found 00 01 08 01"});
  refused({1, 8, 0, 0, 1, 0, 0, 0, 5}, {"bad magic", "byte-swapped?"});
}

TEST_CASE("idx: unknown element type", "[nn][idx]") {
  for (const auto& [type, text] :
       {std::pair<std::uint8_t, std::string>{0x00, "00"}, {0x0a, "0a"}, {0x0f, "0f"}, {0xff, "ff"}}) {
    refused(header(type, {1}) + bytes{1}, {"unknown element type", "offset 2", "expected 08", "found " + text});
  }
  refused(header(0x0d, {1}) + bytes{0, 0, 0, 0}, {"other element type", "offset 2", "expected 08", "found 0d"},
          {.type = nn::idx_type::u8});
}

TEST_CASE("idx: bad rank", "[nn][idx]") {
  refused({0, 0, 8, 0}, {"bad rank", "offset 3", "expected 1 to 8", "found 0"});
  refused({0, 0, 8, 255}, {"bad rank", "offset 3", "found 255"});
  refused(three, {"bad rank", "expected 3", "found 1"}, {.rank = 3});
}

TEST_CASE("idx: a size of 0 is refused unless allowed", "[nn][idx]") {
  const bytes empty = header(8, {2, 0});
  refused(empty, {"empty", "offset 8", "expected a size of at least 1", "found 0"});
  const folder place;
  const nn::idx_array array = nn::read_idx(place.write("file", empty), {.allow_empty = true});
  CHECK(array.count() == 0);
  CHECK(array.sizes == std::vector<std::size_t>{2, 0});
  refused(header(8, {0, 0xffffffff, 0xffffffff}), {"size overflow"}, {.allow_empty = true});
}

TEST_CASE("idx: size overflow", "[nn][idx]") {
  refused(header(8, {65536, 65536}), {"size overflow", "offset 8", "65536 times 65536"});
  refused(header(0x0e, {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}), {"size overflow", "offset 8", "4294967295"});
}

TEST_CASE("idx: more items than the file has are refused before any allocation", "[nn][idx]") {
  const bytes content = header(0x0e, {0xffffffff}) + bytes(8);
  REQUIRE(content.size() == 16);
  refused(content, {"truncated", "offset 16", "expected 34359738368 bytes", "found 16"});
  refused(zipped(content), {"truncated", "offset 16", "expected 34359738368 bytes", "found 16"});
}

TEST_CASE("idx: one byte short, one byte long", "[nn][idx]") {
  bytes shorter = three;
  shorter.pop_back();
  refused(shorter, {"truncated", "offset 10", "expected 11 bytes", "found 10"});
  refused(zipped(shorter), {"truncated", "offset 10", "expected 11 bytes", "found 10"});
  refused(three + bytes{1}, {"trailing bytes", "offset 11", "expected 11 bytes", "found 12"});
  refused(zipped(three + bytes{1}), {"trailing bytes", "offset 11", "expected 11 bytes", "found more"});
}

TEST_CASE("idx: what is no readable file has the system's own message", "[nn][idx]") {
  const folder place;
  const auto message = [](const std::string& file) {
    return message_of<nn::data_error>([&] { (void)nn::read_idx(file); });
  };
  says(message(place.path.string()), {"Is a directory", place.path.string()});
  says(message((place.path / "vanished").string()), {"No such file or directory"});
  const std::string pipe = (place.path / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  says(message(pipe), {"Illegal seek"});
  if (::geteuid() != 0) {  // root may read everything
    const std::string secret = place.write("secret", three);
    std::filesystem::permissions(secret, std::filesystem::perms::none);
    says(message(secret), {"Permission denied"});
  }
}

TEST_CASE("idx: bad gzip header", "[nn][idx][gzip]") {
  const bytes body = deflated(three) + trailer(three);
  refused(gzip_header(0, 7) + body, {"bad gzip header", "offset 0", "expected method 08", "found 07"});
  refused(gzip_header(0x20) + body, {"bad gzip header", "reserved flags", "found 20"});
  refused(gzip_header(4) + bytes{0xff, 0xff} + body, {"bad gzip header", "offset 10", "extra field of 65535 bytes"});
  refused(gzip_header(4) + bytes{1}, {"bad gzip header", "extra length"});
  refused(gzip_header(8) + bytes{'n', 'a', 'm', 'e'},
          {"bad gzip header", "offset 10", "a name that ends with 00", "the end of the file"});
  refused(gzip_header(16) + bytes{'c'}, {"bad gzip header", "a comment that ends with 00"});
  refused(gzip_header(2) + bytes{0xba, 0xad} + body, {"bad gzip header", "header check"});
  refused({0x1f, 0x8b, 8}, {"bad gzip header", "expected 10 bytes", "found 3"});
}

TEST_CASE("idx: all optional fields of a gzip header are accepted", "[nn][idx][gzip]") {
  bytes start = gzip_header(2 | 4 | 8 | 16) + bytes{2, 0, 'e', 'x'} + bytes{'n', 0} + bytes{'c', 0};
  const auto sum = ::crc32_z(0, start.data(), start.size());
  start = start + bytes{static_cast<std::uint8_t>(sum), static_cast<std::uint8_t>(sum >> 8)};
  const folder place;
  CHECK(nn::read_idx(place.write("file", start + deflated(three) + trailer(three))).bytes == bytes{7, 8, 9});
}

TEST_CASE("idx: a defect in the gzip stream is named", "[nn][idx][gzip]") {
  const bytes good = zipped(three);
  const auto changed = [&](std::size_t from_end) {
    bytes copy = good;
    copy[copy.size() - from_end] ^= 1;
    return copy;
  };
  refused(changed(8), {"gzip: wrong CRC", "offset " + std::to_string(good.size() - 8), "expected", "found"});
  refused(changed(4), {"gzip: wrong length", "offset " + std::to_string(good.size() - 4), "expected 10", "found 11"});
  refused(bytes(good.begin(), good.end() - 3), {"gzip: missing trailer", "expected 8 bytes", "found 5"});
  refused(bytes(good.begin(), good.end() - 10), {"gzip: cut mid-block", "the end of the file"});
  refused(gzip_header() + bytes{0x07, 0xff, 0xff}, {"gzip: bad stream", "invalid block type"});
}

TEST_CASE("idx: a gzip bomb stops at the cap", "[nn][idx][gzip]") {
  const bytes bomb = zipped(header(8, {4}) + bytes(std::size_t{1} << 24));
  REQUIRE(bomb.size() < 20000);
  refused(bomb, {"trailing bytes", "offset 12", "expected 12 bytes", "found more"});
}

TEST_CASE("idx: several gzip members are one stream, garbage after them is refused", "[nn][idx][gzip]") {
  const bytes first(three.begin(), three.begin() + 5);
  const bytes second(three.begin() + 5, three.end());
  const folder place;
  CHECK(nn::read_idx(place.write("file", zipped(first) + zipped(second))).bytes == bytes{7, 8, 9});
  CHECK(nn::read_idx(place.write("file", zipped(three) + zipped({}))).bytes == bytes{7, 8, 9});
  const std::string end = std::to_string(zipped(three).size());
  refused(zipped(three) + bytes{'x'}, {"garbage after the last gzip member", "offset " + end, "found 78"});
  refused(zipped(three) + bytes{0, 0, 0}, {"garbage after the last gzip member", "found 00 00"});
}

namespace {

/// The four files of a set of two 2 × 3 images.
void write_set(const folder& place, const std::string& joint, bool zip) {
  const auto file = [&](const std::string& stem, const std::string& kind, const bytes& content) {
    (void)place.write(stem + joint + kind + (zip ? ".gz" : ""), zip ? zipped(content) : content);
  };
  for (const std::string stem : {"train", "t10k"}) {
    file(stem + "-images", "idx3-ubyte", header(8, {2, 2, 3}) + bytes{0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6});
    file(stem + "-labels", "idx1-ubyte", header(8, {2}) + bytes{9, 0});
  }
}

std::string load_message(const folder& place) {
  return message_of<nn::data_error>([&] { (void)nn::load_mnist(place.path.string(), {.height = 2, .width = 3}); });
}

}  // namespace

TEST_CASE("dataset: every name in the wild is found", "[nn][dataset]") {
  for (const std::string joint : {"-", "."}) {
    for (const bool zip : {false, true}) {
      const folder place;
      write_set(place, joint, zip);
      const nn::image_sets sets = nn::load_mnist(place.path.string(), {.height = 2, .width = 3});
      CHECK(sets.train.rows() == 2);
      CHECK(sets.test.labels == bytes{9, 0});
      nn::matrix<float> x(1, 6);
      bytes labels(1);
      const std::array<std::uint32_t, 1> chosen{0};
      sets.train.gather(chosen, x.view(), std::span(labels));
      CHECK(labels[0] == 9);
      for (std::size_t j = 0; j != 6; ++j) CHECK(x(0, j) == Approx(static_cast<double>(j) * 0.2).margin(1e-6));
    }
  }
}

TEST_CASE("dataset: files that do not belong together are refused", "[nn][dataset]") {
  const folder place;
  write_set(place, "-", false);
  CHECK(load_message(place) == "no error");
  (void)place.write("t10k-labels-idx1-ubyte", header(8, {3}) + bytes{1, 2, 3});
  says(load_message(place), {"t10k-labels-idx1-ubyte: count mismatch at offset 4: expected 2", "found 3"});
  (void)place.write("t10k-labels-idx1-ubyte", header(8, {2}) + bytes{1, 10});
  says(load_message(place), {"label out of range at index 1 at offset 9: expected a label below 10, found 10"});
  (void)place.write("t10k-images-idx3-ubyte", header(8, {1, 3, 2}) + bytes(6));
  says(load_message(place), {"shape mismatch at offset 8: expected images of 2 x 3, found 3 x 2"});
  std::filesystem::remove(place.path / "train-labels-idx1-ubyte");
  says(load_message(place), {"has no train-labels-idx1-ubyte or train-labels.idx1-ubyte"});
  const std::string nowhere = (place.path / "nowhere").string();
  says(message_of<nn::data_error>([&] { (void)nn::load_mnist(nowhere); }), {nowhere, "No such file or directory"});
}
