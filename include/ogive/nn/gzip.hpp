// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A file comes in, plain or gzip, recognised by its first bytes; its content goes out as a stream of
// bytes that never allocates more than the file holds. Every defect has its own message.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <zlib.h>

#include <ogive/nn/file.hpp>

namespace ogive::nn {

namespace detail {

inline std::uint32_t little_endian(std::span<const std::uint8_t> bytes) {
  return bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[3]} << 24;
}

/// The content of a file as a stream; gzip is inflated on the way, several members one after the other.
class byte_stream {
 public:
  explicit byte_stream(std::string file) : file_(std::move(file)), raw_(read_bytes(file_)) {
    zipped_ = raw_.size() >= 2 && raw_[0] == 0x1f && raw_[1] == 0x8b;
    if (zipped_) begin_member();
  }
  byte_stream(const byte_stream&) = delete;
  byte_stream& operator=(const byte_stream&) = delete;
  ~byte_stream() { end_inflate(); }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] bool zipped() const { return zipped_; }

  /// How many bytes are left, where that is known without inflating.
  [[nodiscard]] std::optional<std::size_t> left() const {
    if (zipped_) return std::nullopt;
    return raw_.size() - at_;
  }

  /// Fills `to` and returns how many bytes there were: fewer only at the end.
  std::size_t read(std::span<std::uint8_t> to) {
    std::size_t done = 0;
    if (!zipped_) {
      done = std::min(to.size(), raw_.size() - at_);
      if (done != 0) std::memcpy(to.data(), raw_.data() + at_, done);  // an empty range may be null
      at_ += done;
      return done;
    }
    while (done < to.size() && !finished_) done += inflate_some(to.subspan(done));
    return done;
  }

 private:
  [[noreturn]] void refuse_gzip(const std::string& what, const std::string& expected, const std::string& found) const {
    refuse(file_, at_, what, expected, found);
  }

  [[nodiscard]] std::span<const std::uint8_t> rest() const { return std::span(raw_).subspan(at_); }

  /// RFC 1952, section 2.3. zlib could do this too but would not say what is wrong.
  void begin_member() {
    const std::string bad = "bad gzip header";
    if (rest().size() < 10) refuse_gzip(bad, "10 bytes", std::to_string(rest().size()));
    if (rest()[2] != 8) refuse_gzip(bad, "method 08 (deflate)", hexadecimal(rest().subspan(2, 1)));
    const unsigned flags = rest()[3];
    if ((flags & 0xe0U) != 0) refuse_gzip(bad, "reserved flags of 0", hexadecimal(rest().subspan(3, 1)));
    const std::size_t start = at_;
    at_ += 10;
    if ((flags & 4U) != 0) {
      if (rest().size() < 2) refuse_gzip(bad, "2 bytes of extra length", std::to_string(rest().size()));
      const std::size_t extra = rest()[0] + 256U * rest()[1];
      if (rest().size() < 2 + extra) {
        refuse_gzip(bad, "an extra field of " + std::to_string(extra) + " bytes", std::to_string(rest().size() - 2));
      }
      at_ += 2 + extra;
    }
    for (const unsigned flag : {8U, 16U}) {  // name, comment
      if ((flags & flag) == 0) continue;
      const void* const end = rest().empty() ? nullptr : std::memchr(rest().data(), 0, rest().size());
      if (end == nullptr)
        refuse_gzip(bad, flag == 8 ? "a name that ends with 00" : "a comment that ends with 00", "the end of the file");
      at_ = static_cast<std::size_t>(static_cast<const std::uint8_t*>(end) - raw_.data()) + 1;
    }
    if ((flags & 2U) != 0) {
      if (rest().size() < 2) refuse_gzip(bad, "2 bytes of header check", std::to_string(rest().size()));
      const auto sum = ::crc32_z(0, raw_.data() + start, at_ - start) & 0xffffU;
      const auto stated = rest()[0] + 256U * rest()[1];
      if (sum != stated) refuse_gzip(bad, "header check " + std::to_string(stated), std::to_string(sum));
      at_ += 2;
    }
    inflater_ = z_stream{};
    if (::inflateInit2(&inflater_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    inflating_ = true;
    sum_ = 0;
    length_ = 0;
  }

  std::size_t inflate_some(std::span<std::uint8_t> to) {
    constexpr std::size_t most = std::size_t{1} << 30;  // zlib counts in 32 bits
    const std::size_t offered = std::min(rest().size(), most);
    const std::size_t wanted = std::min(to.size(), most);
    inflater_.next_in = const_cast<Bytef*>(rest().data());  // NOLINT: zlib's interface lacks the const, it only reads
    inflater_.avail_in = static_cast<uInt>(offered);
    inflater_.next_out = to.data();
    inflater_.avail_out = static_cast<uInt>(wanted);
    const int result = ::inflate(&inflater_, Z_NO_FLUSH);
    const std::size_t made = wanted - inflater_.avail_out;
    at_ += offered - inflater_.avail_in;
    sum_ = ::crc32_z(sum_, to.data(), made);
    length_ += made;
    if (result == Z_STREAM_END) {
      end_member();
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      refuse_gzip("gzip: bad stream", "deflate data",
                  inflater_.msg != nullptr ? inflater_.msg : "a code without meaning");
    } else if (made == 0 && rest().empty()) {
      refuse_gzip("gzip: cut mid-block", "more deflate data", "the end of the file");
    }
    return made;
  }

  void end_member() {
    end_inflate();
    if (rest().size() < 8) refuse_gzip("gzip: missing trailer", "8 bytes", std::to_string(rest().size()));
    const std::uint32_t sum = little_endian(rest());
    if (sum != sum_) refuse_gzip("gzip: wrong CRC", std::to_string(sum), std::to_string(sum_));
    at_ += 4;
    const std::uint32_t length = little_endian(rest());
    if (length != static_cast<std::uint32_t>(length_)) {
      refuse_gzip("gzip: wrong length", std::to_string(length), std::to_string(length_));
    }
    at_ += 4;
    finished_ = rest().empty();
    if (finished_) return;
    const auto next = rest().first(std::min<std::size_t>(2, rest().size()));
    if (next.size() < 2 || next[0] != 0x1f || next[1] != 0x8b) {
      refuse_gzip("garbage after the last gzip member", "the end of the file or 1f 8b", hexadecimal(next));
    }
    begin_member();
  }

  void end_inflate() {
    if (inflating_) ::inflateEnd(&inflater_);
    inflating_ = false;
  }

  std::string file_;
  std::vector<std::uint8_t> raw_;
  std::size_t at_ = 0;  // in raw_
  z_stream inflater_{};
  uLong sum_ = 0;
  std::size_t length_ = 0;
  bool zipped_ = false;
  bool inflating_ = false;
  bool finished_ = false;
};

}  // namespace detail
}  // namespace ogive::nn
