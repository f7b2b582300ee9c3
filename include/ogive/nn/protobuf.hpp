// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. The fields of a message come in, by number; its bytes in the wire format of Protocol Buffers go out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ogive::nn::detail {

/// A message that grows field by field.
class protobuf_message {
 public:
  /// A whole number; negative ones as 64 bits of two's complement.
  protobuf_message& number(unsigned field, std::int64_t value) {
    varint(std::uint64_t{field} << 3);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }

  /// Text, raw bytes, or a message in the message.
  protobuf_message& bytes(unsigned field, std::string_view content) {
    varint(std::uint64_t{field} << 3 | 2);
    varint(content.size());
    bytes_.append(content);
    return *this;
  }
  protobuf_message& message(unsigned field, const protobuf_message& inner) { return bytes(field, inner.bytes_); }

  [[nodiscard]] const std::string& written() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }

  std::string bytes_{};
};

}  // namespace ogive::nn::detail
