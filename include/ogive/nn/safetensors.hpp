// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A safetensors file comes in, tensors by name go out, or an error that says what is wrong with it;
// tensors come in, a file goes out that is whole or not there. This header alone of nn needs nlohmann-json; no other
// includes it.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <ogive/base/error.hpp>
#include <ogive/nn/file.hpp>

namespace ogive::nn {

static_assert(std::endian::native == std::endian::little,
              "ogive: safetensors are little-endian, and so must be the machine");

/// A tensor of a safetensors file: elements in C order, little-endian.
struct tensor {
  std::string type;                ///< F32, F64, U8, I64, …
  std::vector<std::size_t> shape;  ///< empty for a single number
  std::vector<std::uint8_t> bytes;
};

/// The content of a safetensors file.
struct tensor_file {
  std::map<std::string, std::string> metadata;
  std::map<std::string, tensor> tensors;
};

/// What `read_safetensors` takes at most, so that no file makes a reader work without end.
struct tensor_limits {
  std::size_t header = std::size_t{1} << 20;  ///< bytes; the format allows 100,000,000
  std::size_t tensors = 10'000;
  std::size_t rank = 8;
  std::size_t name = 256;  ///< bytes
};

/// Bytes of one element, 0 for a word that is no type.
constexpr std::size_t element_size(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 15> sizes{{{"BOOL", 1},
                                                                            {"U8", 1},
                                                                            {"I8", 1},
                                                                            {"F8_E5M2", 1},
                                                                            {"F8_E4M3", 1},
                                                                            {"I16", 2},
                                                                            {"U16", 2},
                                                                            {"F16", 2},
                                                                            {"BF16", 2},
                                                                            {"I32", 4},
                                                                            {"U32", 4},
                                                                            {"F32", 4},
                                                                            {"F64", 8},
                                                                            {"I64", 8},
                                                                            {"U64", 8}}};
  for (const auto& [name, size] : sizes) {
    if (name == type) return size;
  }
  return 0;
}

/// The word for a type of C++: F32, F64, U8, U32, I64 or U64.
template <class T>
constexpr std::string_view type_word() {
  if constexpr (std::is_same_v<T, float>) return "F32";
  else if constexpr (std::is_same_v<T, double>) return "F64";
  else if constexpr (std::is_same_v<T, std::uint8_t>) return "U8";
  else if constexpr (std::is_same_v<T, std::uint32_t>) return "U32";
  else if constexpr (std::is_same_v<T, std::int64_t>) return "I64";
  else {
    static_assert(std::is_same_v<T, std::uint64_t>,
                  "ogive::nn: tensors are of float, double, uint8_t, uint32_t, int64_t or uint64_t");
    return "U64";
  }
}

/// How many elements a shape has.
inline std::size_t element_count(std::span<const std::size_t> shape) {
  std::size_t count = 1;
  for (const std::size_t size : shape) count *= size;
  return count;
}

/// A tensor of numbers. Errors: their count is not that of the shape.
template <class T>
tensor make_tensor(std::span<const T> numbers, std::vector<std::size_t> shape) {
  const std::size_t count = element_count(shape);
  if (count != numbers.size())
    ogive::detail::fail("ogive::nn::make_tensor: %zu numbers for a shape of %zu; make the two equal", numbers.size(),
                        count);
  tensor t{std::string(type_word<T>()), std::move(shape), std::vector<std::uint8_t>(numbers.size_bytes())};
  if (!t.bytes.empty()) std::memcpy(t.bytes.data(), numbers.data(), t.bytes.size());
  return t;
}

/// The numbers of a tensor. Errors (`data_error`): it is of another type.
template <class T>
std::vector<T> numbers_of(const tensor& t) {
  if (t.type != type_word<T>())
    throw data_error("a tensor of type " + t.type + " where " + std::string(type_word<T>()) + " is wanted");
  std::vector<T> numbers(t.bytes.size() / sizeof(T));
  if (!numbers.empty()) std::memcpy(numbers.data(), t.bytes.data(), t.bytes.size());
  return numbers;
}

namespace detail {

using nlohmann::json;

inline constexpr std::size_t length_bytes = 8;  // of the header's length, at the beginning of the file

/// Where a tensor lies in the buffer.
struct tensor_place {
  std::string name;
  std::string type;
  std::vector<std::size_t> shape;
  std::size_t begin = 0, end = 0;
};

/// The header of one file, as it is checked.
class tensor_header {
 public:
  tensor_header(const std::string& file, std::span<const std::uint8_t> bytes, const tensor_limits& limits)
      : file_(file), limits_(limits) {
    if (bytes.size() < length_bytes)
      refuse(file, 0, "truncated", "8 bytes of the header's length", std::to_string(bytes.size()) + " bytes");
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), length_bytes);
    if (length > limits.header)
      refuse(file, 0, "header too long",
             "at most " + std::to_string(limits.header) + " bytes, as in a safetensors file", std::to_string(length));
    if (length > bytes.size() - length_bytes) {
      refuse(file, length_bytes, "truncated", std::to_string(length_bytes + length) + " bytes with the header",
             std::to_string(bytes.size()));
    }
    const auto text = bytes.subspan(length_bytes, length);
    if (text.empty() || text[0] != '{')
      refuse(file, length_bytes, "bad header", "{", text.empty() ? "nothing" : hexadecimal(text.subspan(0, 1)));
    read(parse(text));
    check_cover(bytes.size() - length_bytes - length, length_bytes + length);
  }

  std::map<std::string, std::string> metadata;
  std::vector<tensor_place> places;  // in the order of the buffer

 private:
  const std::string& file_;
  const tensor_limits& limits_;

  [[noreturn]] void refuse_entry(const std::string& name, const std::string& expected, const std::string& found) const {
    refuse(file_, length_bytes, "bad entry '" + name + "'", expected, found);
  }

  /// The header as JSON; names that stand twice and nesting that no header has are refused while it is read.
  [[nodiscard]] json parse(std::span<const std::uint8_t> text) const {
    constexpr int deepest = 3;
    std::vector<std::set<std::string>> names;
    const auto look = [&](int depth, json::parse_event_t event, json& value) {
      if (depth > deepest) refuse(file_, length_bytes, "bad header", "tensors in one object", "deeper nesting");
      if (event == json::parse_event_t::object_start) names.emplace_back();
      if (event == json::parse_event_t::object_end) names.pop_back();
      if (event == json::parse_event_t::key) {
        const std::string name = value.get<std::string>();
        if (!names.back().insert(name).second)
          refuse(file_, length_bytes, "duplicate name", "each name once", "'" + name + "' again");
      }
      return true;
    };
    try {
      return json::parse(text.begin(), text.end(), look);
    } catch (const json::exception& error) {
      refuse(file_, length_bytes, "bad header", "UTF-8 and JSON", error.what());
    }
  }

  void read(const json& header) {
    for (const auto& [name, value] : header.items()) {
      if (name == "__metadata__") {
        read_metadata(value);
        continue;
      }
      if (places.size() == limits_.tensors)
        refuse(file_, length_bytes, "too many tensors", "at most " + std::to_string(limits_.tensors), "more");
      read_entry(name, value);
    }
  }

  void read_metadata(const json& value) {
    if (!value.is_object()) refuse_entry("__metadata__", "an object of strings", value.dump());
    for (const auto& [key, text] : value.items()) {
      if (!text.is_string()) refuse_entry("__metadata__", "an object of strings", key + ": " + text.dump());
      metadata[key] = text.get<std::string>();
    }
  }

  void read_entry(const std::string& name, const json& value) {
    if (name.size() > limits_.name)
      refuse_entry(name.substr(0, limits_.name), "a name of at most " + std::to_string(limits_.name) + " bytes",
                   std::to_string(name.size()));
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
    if (name.empty() || std::any_of(name.begin(), name.end(), is_control))
      refuse_entry(json(name).dump(), "a name without control characters", name.empty() ? "no name" : "one");
    if (!value.is_object()) refuse_entry(name, "an object", value.dump());
    for (const auto& [field, ignored] : value.items()) {
      if (field != "dtype" && field != "shape" && field != "data_offsets")
        refuse_entry(name, "dtype, shape and data_offsets", "the field '" + field + "'");
    }
    for (const char* const field : {"dtype", "shape", "data_offsets"}) {
      if (!value.contains(field)) refuse_entry(name, "dtype, shape and data_offsets", "no " + std::string(field));
    }
    tensor_place place;
    place.name = name;
    if (!value["dtype"].is_string() || element_size(value["dtype"].get<std::string>()) == 0)
      refuse_entry(name, "a known dtype", value["dtype"].dump());
    place.type = value["dtype"].get<std::string>();
    place.shape = numbers(name, "shape", value["shape"]);
    if (place.shape.size() > limits_.rank)
      refuse_entry(name, "a rank of at most " + std::to_string(limits_.rank), std::to_string(place.shape.size()));
    const std::vector<std::size_t> offsets = numbers(name, "data_offsets", value["data_offsets"]);
    if (offsets.size() != 2) refuse_entry(name, "two data_offsets", std::to_string(offsets.size()));
    place.begin = offsets[0], place.end = offsets[1];
    places.push_back(std::move(place));
  }

  [[nodiscard]] std::vector<std::size_t> numbers(const std::string& name, const char* field, const json& value) const {
    if (!value.is_array()) refuse_entry(name, std::string(field) + " as an array", value.dump());
    std::vector<std::size_t> all;
    for (const json& each : value) {
      if (!each.is_number_unsigned())
        refuse_entry(name, "whole numbers from 0 on in " + std::string(field), each.dump());
      all.push_back(each.get<std::size_t>());
    }
    return all;
  }

  /// The tensors cover the buffer from its first byte to the last of the file.
  void check_cover(std::size_t buffer, std::size_t buffer_at) {
    std::ranges::sort(places, [](const tensor_place& a, const tensor_place& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::size_t last = 0;
    for (const tensor_place& p : places) {
      if (p.begin != last)
        refuse_entry(p.name, "data from offset " + std::to_string(last) + " on", std::to_string(p.begin));
      if (p.end < p.begin) refuse_entry(p.name, "an end behind its beginning", std::to_string(p.end));
      std::size_t size = element_size(p.type);
      for (const std::size_t length : p.shape) {
        if (__builtin_mul_overflow(size, length, &size)) refuse_entry(p.name, "a shape that can be", "size overflow");
      }
      if (size != p.end - p.begin)
        refuse_entry(p.name, std::to_string(size) + " bytes for its shape", std::to_string(p.end - p.begin));
      last = p.end;
    }
    if (last != buffer) {
      refuse(file_, buffer_at + std::min(last, buffer), last < buffer ? "trailing bytes" : "truncated",
             std::to_string(buffer_at + last) + " bytes", std::to_string(buffer_at + buffer));
    }
  }
};

}  // namespace detail

/// The content of a safetensors file, every promise of the format checked.
///
/// Errors (`data_error`): truncated, header too long, bad header, duplicate name, too many tensors, bad entry (name,
/// field, type, shape, offsets that leave holes or overlap), trailing bytes, and what the system says. Stricter than
/// the format's own reader: see docs/decisions.md. Format: https://github.com/huggingface/safetensors.
inline tensor_file read_safetensors(const std::string& file, const tensor_limits& limits = {}) {
  const std::vector<std::uint8_t> bytes = detail::read_bytes(file);
  detail::tensor_header header(file, bytes, limits);
  const std::size_t buffer = header.places.empty() ? 0 : bytes.size() - header.places.back().end;
  tensor_file content{std::move(header.metadata), {}};
  for (detail::tensor_place& place : header.places) {
    const auto at = [&](std::size_t offset) { return bytes.begin() + static_cast<std::ptrdiff_t>(buffer + offset); };
    content.tensors[place.name] = {std::move(place.type), std::move(place.shape), {at(place.begin), at(place.end)}};
  }
  return content;
}

/// Writes a safetensors file, whole or not at all: see `replace_file`. The same content makes the same bytes.
///
/// Tensors lie in descending size of their elements, then by name. Errors: a tensor whose bytes are not those of its
/// shape; `data_error` for names and metadata that no reader with the default limits would take, and with what the
/// system says. The file that was there before stays then.
inline void write_safetensors(const std::string& file, const tensor_file& content) {
  std::vector<const std::pair<const std::string, tensor>*> order;
  for (const auto& each : content.tensors) {
    const tensor& t = each.second;
    const std::size_t size = element_size(t.type) * element_count(t.shape);
    if (element_size(t.type) == 0 || size != t.bytes.size()) {
      ogive::detail::fail(
          "ogive::nn::write_safetensors: tensor %s of type %s has %zu bytes and its shape %zu; make the two equal",
          each.first.c_str(), t.type.c_str(), t.bytes.size(), size);
    }
    order.push_back(&each);
  }
  std::ranges::stable_sort(
      order, [](const auto* a, const auto* b) { return element_size(a->second.type) > element_size(b->second.type); });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  std::size_t offset = 0;
  for (const auto* each : order) {
    const tensor& t = each->second;
    header[each->first] = {{"dtype", t.type}, {"shape", t.shape}, {"data_offsets", {offset, offset + t.bytes.size()}}};
    offset += t.bytes.size();
  }
  std::string text = header.dump();
  text.append((detail::length_bytes - text.size() % detail::length_bytes) % detail::length_bytes, ' ');
  if (text.size() > tensor_limits{}.header)
    throw data_error(file + ": cannot be written: its header would have " + std::to_string(text.size()) +
                     " bytes, and readers take " + std::to_string(tensor_limits{}.header) +
                     "; write fewer tensors or less metadata");
  std::array<std::uint8_t, detail::length_bytes> length{};
  const std::uint64_t count = text.size();
  std::memcpy(length.data(), &count, length.size());
  std::vector<std::span<const std::uint8_t>> pieces{length,
                                                    {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}};
  for (const auto* each : order) pieces.emplace_back(each->second.bytes);
  replace_file(file, pieces);
}

}  // namespace ogive::nn
