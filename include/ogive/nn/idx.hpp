// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. An IDX file comes in, plain or gzip; its sizes and elements go out, or an error that says what is
// wrong with the file. Nothing in the file is believed before it is checked.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <ogive/nn/gzip.hpp>

namespace ogive::nn {

/// The element types of IDX, by their byte in the file.
enum class idx_type : std::uint8_t { u8 = 0x08, i8 = 0x09, i16 = 0x0b, i32 = 0x0c, f32 = 0x0d, f64 = 0x0e };

/// Bytes of one element, 0 for a byte that is no type.
constexpr std::size_t idx_size(idx_type type) {
  switch (type) {
    case idx_type::u8:
    case idx_type::i8: return 1;
    case idx_type::i16: return 2;
    case idx_type::i32:
    case idx_type::f32: return 4;
    case idx_type::f64: return 8;
  }
  return 0;
}

/// An array from an IDX file. The last index is the fastest.
struct idx_array {
  std::string file;  ///< where it came from, for messages
  idx_type type = idx_type::u8;
  std::vector<std::size_t> sizes;
  std::vector<std::uint8_t> bytes;  ///< the elements as in the file: big-endian

  [[nodiscard]] std::size_t count() const { return bytes.size() / idx_size(type); }

  /// Element i as a number; NaN and infinity are read as they are. i is below count().
  [[nodiscard]] double value(std::size_t i) const {
    const std::size_t size = idx_size(type);
    std::uint64_t bits = 0;
    for (std::size_t j = 0; j != size; ++j) bits = bits << 8 | bytes[i * size + j];
    switch (type) {
      case idx_type::u8: return static_cast<double>(bits);
      case idx_type::i8: return static_cast<std::int8_t>(bits);
      case idx_type::i16: return static_cast<std::int16_t>(bits);
      case idx_type::i32: return static_cast<std::int32_t>(bits);
      case idx_type::f32: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
      case idx_type::f64: return std::bit_cast<double>(bits);
    }
    return 0;
  }
};

/// What the caller of `read_idx` wants of a file.
struct idx_wish {
  std::size_t rank = 0;            ///< the number of dimensions; 0 accepts 1 to 8
  std::optional<idx_type> type{};  ///< the element type; none accepts all
  bool allow_empty = false;        ///< whether a size may be 0
};

namespace detail {

struct idx_header {
  idx_type type;
  std::vector<std::size_t> sizes;
  std::size_t length;  // of the header in bytes
  std::size_t total;   // of the elements in bytes
};

inline idx_header read_idx_header(byte_stream& in, const idx_wish& wish) {
  constexpr std::size_t most_dimensions = 8;
  std::array<std::uint8_t, 4> magic{};
  const std::size_t got = in.read(magic);
  if (got < magic.size())
    refuse(in.file(), got, "truncated header", "4 bytes of magic", std::to_string(got) + " bytes");
  if (magic[0] != 0 || magic[1] != 0) {
    const bool swapped = magic[2] == 0 && magic[3] == 0;
    refuse(in.file(), 0, "bad magic", "00 00, an element type and a rank",
           hexadecimal(magic) + (swapped ? " (byte-swapped? the format is big-endian)" : ""));
  }
  const auto type = static_cast<idx_type>(magic[2]);
  if (idx_size(type) == 0) {
    refuse(in.file(), 2, "unknown element type", "08, 09, 0b, 0c, 0d or 0e",
           hexadecimal(std::span(magic).subspan(2, 1)));
  }
  if (wish.type && type != *wish.type) {
    const std::array<std::uint8_t, 1> wanted{static_cast<std::uint8_t>(*wish.type)};
    refuse(in.file(), 2, "other element type", hexadecimal(wanted), hexadecimal(std::span(magic).subspan(2, 1)));
  }
  const std::size_t rank = magic[3];
  if (rank == 0 || rank > most_dimensions || (wish.rank != 0 && rank != wish.rank)) {
    refuse(in.file(), 3, "bad rank",
           wish.rank != 0 ? std::to_string(wish.rank) : "1 to " + std::to_string(most_dimensions),
           std::to_string(rank));
  }
  idx_header header{type, {}, 4 + 4 * rank, 0};
  for (std::size_t i = 0; i != rank; ++i) {
    const std::size_t offset = 4 + 4 * i;
    std::array<std::uint8_t, 4> bytes{};
    const std::size_t part = in.read(bytes);
    if (part < bytes.size()) {
      refuse(in.file(), offset + part, "truncated header", std::to_string(header.length) + " bytes",
             std::to_string(offset + part));
    }
    std::ranges::reverse(bytes);
    const std::size_t size = little_endian(bytes);
    if (size == 0 && !wish.allow_empty) refuse(in.file(), offset, "empty", "a size of at least 1", "0");
    header.sizes.push_back(size);
  }
  // The format counts in 32 bits, and so must the product: 65536 × 65536 overflows as it does in the readers of 1998.
  std::uint64_t count = 1;
  for (std::size_t i = 0; i != rank; ++i) {
    const std::uint64_t product = count * std::max<std::size_t>(header.sizes[i], 1);  // both below 2³²: exact
    if (product > std::numeric_limits<std::uint32_t>::max()) {
      refuse(in.file(), 4 + 4 * i, "size overflow", "sizes whose product is below 2^32",
             std::to_string(count) + " times " + std::to_string(header.sizes[i]));
    }
    count = product;
  }
  const bool empty = std::ranges::find(header.sizes, std::size_t{0}) != header.sizes.end();
  header.total = empty ? 0 : static_cast<std::size_t>(count) * idx_size(type);
  return header;
}

/// The elements and the end of the file. Memory grows with what is really there: 1030 times a gzip file at most.
inline std::vector<std::uint8_t> read_idx_elements(byte_stream& in, const idx_header& header) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  std::vector<std::uint8_t> bytes;
  const auto need = [&](std::size_t have) {
    refuse(in.file(), header.length + have, "truncated", std::to_string(header.length + header.total) + " bytes",
           std::to_string(header.length + have));
  };
  if (in.left() && *in.left() < header.total) need(*in.left());
  if (in.left()) bytes.reserve(header.total);
  while (bytes.size() < header.total) {
    const std::size_t before = bytes.size();
    const std::size_t wanted = std::min(piece, header.total - before);
    bytes.resize(before + wanted);
    const std::size_t got = in.read(std::span(bytes).subspan(before));
    if (got < wanted) need(before + got);
  }
  std::array<std::uint8_t, 1> more{};  // also makes gzip check its trailer
  if (in.read(more) != 0) {
    const std::size_t end = header.length + header.total;
    refuse(in.file(), end, "trailing bytes", std::to_string(end) + " bytes",
           in.left() ? std::to_string(end + 1 + *in.left()) : "more");
  }
  return bytes;
}

}  // namespace detail

/// The content of an IDX file, plain or gzip (recognised by its bytes 1f 8b, never by its name).
///
/// Errors (`data_error`): truncated header, bad magic, unknown element type, bad rank, empty, size overflow, truncated,
/// trailing bytes, bad gzip header, gzip: ..., garbage after the last gzip member, and what the system says.
inline idx_array read_idx(const std::string& file, const idx_wish& wish = {}) {
  detail::byte_stream in(file);
  detail::idx_header header = detail::read_idx_header(in, wish);
  idx_array array{file, header.type, std::move(header.sizes), {}};
  array.bytes = detail::read_idx_elements(in, header);
  return array;
}

}  // namespace ogive::nn
