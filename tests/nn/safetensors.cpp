// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Safetensors: what is written is read again, by others too; every defect of a file has its own message; a write that
// fails loses nothing.
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <ogive/nn/safetensors.hpp>

#include "folder.hpp"
#include "messages.hpp"
#include "peak_memory.hpp"

namespace {

namespace nn = ogive::nn;
namespace fs = std::filesystem;

using ogive::tests::folder;

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Eight bytes of length, a header, a buffer.
std::string with_header(const std::string& header, const std::string& buffer, std::uint64_t length) {
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + buffer;
}
std::string with_header(const std::string& header, const std::string& buffer) {
  return with_header(header, buffer, header.size());
}

/// Reads these bytes as a file and checks that the message has the file's name and every part, and that no more memory
/// was taken than the file justifies.
void refused(const std::string& bytes, std::vector<std::string> parts, const nn::tensor_limits& limits = {}) {
  const folder place;
  const std::string file = place / "some-file";
  std::ofstream(file, std::ios::binary) << bytes;
  parts.push_back(file);
  std::string message;
  const std::size_t peak =
      peak_of([&] { message = message_of<nn::data_error>([&] { (void)nn::read_safetensors(file, limits); }); });
  says(message, parts);
  CHECK(peak <= 32 * bytes.size() + (std::size_t{64} << 10));
}

std::string entry(const std::string& type, const std::string& shape, const std::string& offsets) {
  return R"({"dtype":)" + type + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

nn::tensor_file some_tensors() {
  nn::tensor_file content;
  content.metadata = {{"format", "1"}, {"formula", "x · σ(x)"}};
  const std::vector<float> weight{1, -2, 3.5F, 0, std::numeric_limits<float>::infinity(), 6};
  const std::vector<std::uint64_t> state{1, std::numeric_limits<std::uint64_t>::max()};
  const std::vector<std::uint8_t> bytes{7, 8, 9};
  content.tensors["0.weight"] = nn::make_tensor(std::span(weight), {2, 3});
  content.tensors["random"] = nn::make_tensor(std::span(state), {2});
  content.tensors["order"] = nn::make_tensor(std::span(bytes), {3});
  content.tensors["rate"] = nn::make_tensor(std::span(weight).first(1), {});
  content.tensors["none"] = nn::make_tensor(std::span(weight).first(0), {0, 4});
  return content;
}

}  // namespace

TEST_CASE("safetensors: what is written is read", "[nn][safetensors]") {
  const folder place;
  const std::string file = place / "model.safetensors";
  const nn::tensor_file content = some_tensors();
  nn::write_safetensors(file, content);
  const nn::tensor_file again = nn::read_safetensors(file);
  CHECK(again.metadata == content.metadata);
  REQUIRE(again.tensors.size() == content.tensors.size());
  for (const auto& [name, t] : content.tensors) {
    CAPTURE(name);
    const nn::tensor& other = again.tensors.at(name);
    CHECK(other.type == t.type);
    CHECK(other.shape == t.shape);
    CHECK(other.bytes == t.bytes);
  }
  CHECK(nn::numbers_of<float>(again.tensors.at("0.weight"))[2] == 3.5F);
  CHECK(nn::numbers_of<std::uint64_t>(again.tensors.at("random"))[1] == std::numeric_limits<std::uint64_t>::max());
  says(message_of<nn::data_error>([&] { (void)nn::numbers_of<double>(again.tensors.at("0.weight")); }), {"F32", "F64"});
  const std::string bytes = content_of(file);
  nn::write_safetensors(file, again);
  CHECK(content_of(file) == bytes);
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  CHECK(length % 8 == 0);
  CHECK(bytes[8] == '{');
  CHECK(bytes.find("\"random\"") < bytes.find("\"0.weight\""));  // the widest elements first
  CHECK(bytes.find("\"0.weight\"") < bytes.find("\"none\""));
  CHECK(bytes.find("\"rate\"") < bytes.find("\"order\""));
}

TEST_CASE("safetensors: files of others are read", "[nn][safetensors]") {
  const folder place;
  const std::string file = place / "file";
  // spaces behind the header, fields in any order, a half and a bool, a name with an escape, an empty file
  const std::string header = R"({"b\u0061":{"shape":[1,2],"data_offsets":[0,4],"dtype":"F16"},"flag":)" +
                             entry(R"("BOOL")", "[]", "[4,5]") + "}   ";
  std::ofstream(file, std::ios::binary) << with_header(header, "abcde");
  const nn::tensor_file content = nn::read_safetensors(file);
  CHECK(content.tensors.at("ba").bytes == std::vector<std::uint8_t>{'a', 'b', 'c', 'd'});
  CHECK(content.tensors.at("flag").shape.empty());
  std::ofstream(file, std::ios::binary) << with_header("{}", "");
  CHECK(nn::read_safetensors(file).tensors.empty());
}

TEST_CASE("safetensors: the frame of the file", "[nn][safetensors]") {
  refused("", {"truncated", "expected 8 bytes", "found 0 bytes"});
  refused("1234567", {"truncated", "found 7 bytes"});
  refused(with_header("{}", "", 3), {"truncated", "expected 11 bytes", "found 10"});
  refused(with_header("{}", "", std::numeric_limits<std::uint64_t>::max()),
          {"header too long", "18446744073709551615"});
  refused(with_header("{}", "", (std::uint64_t{1} << 20) + 1), {"header too long", "1048577"});
  refused(with_header("", ""), {"bad header", "expected {", "found nothing"});
  refused(with_header(" {}", ""), {"bad header", "expected {", "found 20"});
  refused(with_header("{", ""), {"bad header", "UTF-8 and JSON"});
  refused(with_header("{} {}", ""), {"bad header", "UTF-8 and JSON"});
  refused(with_header("{\"\xff\":1}", ""), {"bad header", "UTF-8 and JSON", "ill-formed UTF-8"});
  refused(with_header("{\"a\":" + std::string(100'000, '['), ""), {"bad header", "deeper nesting"});
}

TEST_CASE("safetensors: names", "[nn][safetensors]") {
  const std::string one = entry(R"("U8")", "[1]", "[0,1]"), two = entry(R"("U8")", "[1]", "[1,2]");
  refused(with_header("{\"a\":" + one + ",\"a\":" + two + "}", "xy"), {"duplicate name", "'a' again"});
  refused(with_header("{\"a\":" + one + ",\"\\u0061\":" + two + "}", "xy"), {"duplicate name", "'a' again"});
  refused(with_header("{\"\":" + one + "}", "x"), {"bad entry", "found no name"});
  refused(with_header("{\"a\\u0007\":" + one + "}", "x"), {"bad entry", "without control characters"});
  refused(with_header("{\"" + std::string(257, 'a') + "\":" + one + "}", "x"), {"at most 256 bytes", "found 257"});
  refused(with_header("{\"a\":" + one + ",\"b\":" + two + "}", "xy"), {"too many tensors", "at most 1"},
          {.tensors = 1});
}

TEST_CASE("safetensors: metadata are strings", "[nn][safetensors]") {
  for (const std::string wrong : {"null", "[]", "1", R"({"a":1})", R"({"a":null})", R"({"a":{}})"})
    refused(with_header("{\"__metadata__\":" + wrong + "}", ""), {"__metadata__", "an object of strings"});
}

TEST_CASE("safetensors: entries", "[nn][safetensors]") {
  const auto one = [](const std::string& value) { return with_header("{\"a\":" + value + "}", "abcd"); };
  refused(one("[]"), {"bad entry 'a'", "an object"});
  refused(one(R"({"dtype":"F32","shape":[1]})"), {"bad entry 'a'", "no data_offsets"});
  refused(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1})"), {"the field 'more'"});
  for (const std::string type : {R"("F31")", R"("f32")", "1", "null"})
    refused(one(entry(type, "[1]", "[0,4]")), {"bad entry 'a'", "a known dtype"});
  for (const std::string number : {"-1", "1.0", "1e0", "-0", "true", "\"1\"", "null"}) {
    refused(one(entry(R"("F32")", "[" + number + "]", "[0,4]")), {"bad entry 'a'", "whole numbers from 0 on in shape"});
    refused(one(entry(R"("F32")", "[1]", "[0," + number + "]")), {"whole numbers from 0 on in data_offsets"});
  }
  refused(one(entry(R"("F32")", "1", "[0,4]")), {"shape as an array"});
  refused(one(entry(R"("F32")", "[1]", "[0,4,4]")), {"two data_offsets", "found 3"});
  refused(one(entry(R"("F32")", "[1,1,1,1,1,1,1,1,1]", "[0,4]")), {"a rank of at most 8", "found 9"});
  refused(one(entry(R"("F32")", "[4294967296,4294967296]", "[0,4]")), {"size overflow"});
  refused(one(entry(R"("F32")", "[18446744073709551615]", "[0,4]")), {"size overflow"});
  refused(one(entry(R"("F32")", "[18446744073709551616]", "[0,4]")), {"whole numbers"});
  refused(one(entry(R"("F32")", "[2]", "[0,4]")), {"expected 8 bytes for its shape", "found 4"});
}

TEST_CASE("safetensors: the buffer is covered, without holes and overlaps", "[nn][safetensors]") {
  const auto two = [](const std::string& first, const std::string& second, const std::string& buffer) {
    return with_header("{\"a\":" + entry(R"("U8")", "[2]", first) + ",\"b\":" + entry(R"("U8")", "[2]", second) + "}",
                       buffer);
  };
  const folder place;
  std::ofstream(place / "file", std::ios::binary) << two("[2,4]", "[0,2]", "abcd");
  CHECK(nn::read_safetensors(place / "file").tensors.at("b").bytes[0] == 'a');
  refused(two("[0,2]", "[3,5]", "abcde"), {"bad entry 'b'", "expected data from offset 2 on", "found 3"});
  refused(two("[0,2]", "[1,3]", "abc"), {"bad entry 'b'", "expected data from offset 2 on", "found 1"});
  refused(two("[1,3]", "[3,5]", "abcde"), {"bad entry 'a'", "expected data from offset 0 on"});
  refused(two("[0,2]", "[2,1]", "abcd"), {"bad entry 'b'", "an end behind its beginning"});
  refused(two("[0,2]", "[2,4]", "abcde"), {"trailing bytes"});
  refused(two("[0,2]", "[2,4]", "abc"), {"truncated"});
}

TEST_CASE("safetensors: a tensor that is not of its shape is not written", "[nn][safetensors]") {
  const folder place;
  nn::tensor_file content = some_tensors();
  content.tensors["0.weight"].shape = {7};
  says(message_of([&] { nn::write_safetensors(place / "file", content); }),
       {"write_safetensors", "0.weight", "24 bytes", "28"});
  const std::vector<float> three(3);
  says(message_of([&] {
         (void)nn::make_tensor(std::span(three), {2, 2});
       }),
       {"make_tensor", "3 numbers", "shape of 4"});
  CHECK(fs::is_empty(place.path));
}

TEST_CASE("file: a write that fails keeps what was there and leaves nothing behind", "[nn][file]") {
  const folder place;
  const std::string file = place / "model";
  nn::write_safetensors(file, some_tensors());
  const std::string before = content_of(file);
  SECTION("no such folder") {
    const std::string nowhere = place / "none/model";
    says(message_of<nn::data_error>([&] { nn::write_safetensors(nowhere, some_tensors()); }),
         {nowhere, "cannot be written", "No such file or directory"});
  }
  SECTION("a folder has the name") {
    fs::create_directory(place.path / "folder");
    says(message_of<nn::data_error>([&] { nn::write_safetensors(place / "folder", some_tensors()); }),
         {"cannot be written"});
  }
  SECTION("no room: files may not grow") {
    nn::tensor_file large = some_tensors();
    const std::vector<float> many(100'000);
    large.tensors["many"] = nn::make_tensor(std::span(many), {many.size()});
    rlimit old{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
    const rlimit small{4096, old.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const std::string message = message_of<nn::data_error>([&] { nn::write_safetensors(file, large); });
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
    (void)std::signal(SIGXFSZ, handler);
    says(message, {file, "cannot be written", "File too large", "what was there before is kept"});
  }
  CHECK(content_of(file) == before);
  for (const auto& each : fs::directory_iterator(place.path)) {
    CHECK((each.path() == file || each.is_directory()));
  }
}

TEST_CASE("file: a file keeps its rights when it is replaced", "[nn][file]") {
  const folder place;
  const std::string file = place / "model";
  nn::write_safetensors(file, some_tensors());
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0644U);
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  nn::write_safetensors(file, some_tensors());
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600U);
}
