// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A type that stands where a kernel expects a scalar or a register, and writes down as lines of C what
// is done to it. A kernel that runs on it prints itself: the C has the same operations in the same order, for double.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <ogive/base/list.hpp>
#include <ogive/kernel/elementary.hpp>
#include <ogive/kernel/evaluate.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/print/number.hpp>
#include <ogive/print/sink.hpp>

namespace ogive::detail {

/// A double as a C literal that reads back as the same double.
inline std::string c_number(double v) {
  if (v != v) return "NAN";
  if (v == infinity<double>) return "INFINITY";
  if (v == -infinity<double>) return "(-INFINITY)";
  char digits[40];
  sink out{digits};
  print_number(out, v);
  std::string text(digits, out.size);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text[0] == '-' ? std::string("(") + text + ")" : text;
}

inline std::string c_bits(std::uint64_t v) {
  std::string digits;
  for (; v != 0 || digits.empty(); v >>= 4) digits.insert(digits.begin(), "0123456789abcdef"[v & 15]);
  return std::string("0x") + digits + "ULL";
}

/// A block of C: what it is given, then constants `t0`, `t1`, … that are computed once each.
class c_body {
 public:
  enum class type : unsigned char { number, bits };
  using operands = std::array<int, 4>;

  /// `function` is what the names of the conversions between doubles and their bits begin with, `letter` that of the
  /// constants.
  explicit c_body(std::string_view function, char letter = 't') : function_(function), letter_(letter) {}

  int argument(std::string_view name) { return append(type::number, name, {-1, -1, -1, -1}, -1); }

  /// The line that computes an expression of other lines, the same one for equal expressions.
  int line(type wanted, std::string_view expression, const operands& used) {
    for (std::size_t i = 0; i != lines_.size(); ++i) {
      if (text_of(lines_[i]) == expression) return static_cast<int>(i);
    }
    return append(wanted, expression, used, count_++);
  }

  [[nodiscard]] std::string name(int line, type wanted) const {
    const entry& e = lines_[static_cast<std::size_t>(line)];
    const std::string name = name_of(e);
    if (e.kind == wanted) return name;
    return std::string(function_) + (wanted == type::bits ? "_bits(" : "_number(") + name + ")";
  }

  [[nodiscard]] int line_count() const { return count_; }

  /// Which lines and arguments some result needs.
  [[nodiscard]] list<bool> needed(const list<int>& results) const {
    list<bool> live;
    live.assign(lines_.size(), false);
    for (const int r : results) {
      if (r >= 0) live[static_cast<std::size_t>(r)] = true;
    }
    for (std::size_t i = lines_.size(); i-- != 0;) {
      if (!live[i]) continue;
      for (const int used : lines_[i].used) {
        if (used >= 0) live[static_cast<std::size_t>(used)] = true;
      }
    }
    return live;
  }

  /// The declarations of the lines that some result needs.
  [[nodiscard]] std::string declarations(const list<int>& results) const {
    const list<bool> live = needed(results);
    std::string out;
    for (std::size_t i = 0; i != lines_.size(); ++i) {
      if (live[i]) out += declaration(lines_[i]);
    }
    return out;
  }

  /// The declarations of the lines that are new since the last call.
  std::string new_declarations() {
    std::string out;
    for (; declared_ != lines_.size(); ++declared_) out += declaration(lines_[declared_]);
    return out;
  }

 private:
  struct entry {
    type kind{};
    int number = -1;  // of an argument −1
    std::size_t start = 0, size = 0;
    operands used{-1, -1, -1, -1};
  };
  std::string_view function_;
  char letter_;
  std::string text_;  // expressions of lines and names of arguments, one after the other
  list<entry> lines_;
  int count_ = 0;
  std::size_t declared_ = 0;

  int append(type kind, std::string_view text, const operands& used, int number) {
    lines_.push_back({kind, number, text_.size(), text.size(), used});
    text_ += text;
    return static_cast<int>(lines_.size()) - 1;
  }
  [[nodiscard]] std::string_view text_of(const entry& e) const {
    return std::string_view(text_).substr(e.start, e.size);
  }
  [[nodiscard]] std::string name_of(const entry& e) const {
    return e.number < 0 ? std::string(text_of(e)) : letter_ + std::to_string(e.number);
  }
  [[nodiscard]] std::string declaration(const entry& e) const {
    if (e.number < 0) return {};  // an argument
    std::string out = e.kind == type::number ? "  const double " : "  const unsigned long long ";
    out += name_of(e);
    out += " = ";
    out += text_of(e);
    return out += ";\n";
  }
};

/// A value in a c_body, or a constant, which a body may have too. Both types below have this form, so that
/// std::bit_cast goes from one to the other as it does between a double and its bits.
template <c_body::type Type>
struct traced_value {
  c_body* body = nullptr;
  std::uint64_t constant = 0;  // the bits of it
  int line = -1;

  [[nodiscard]] std::string text() const {
    if (line >= 0) return body->name(line, Type);
    if (Type == c_body::type::number) return c_number(std::bit_cast<double>(constant));
    return c_bits(constant);
  }
};

struct traced_bits : traced_value<c_body::type::bits> {
  traced_bits() = default;
  explicit traced_bits(std::uint64_t value) { constant = value; }
};

/// A double.
struct traced : traced_value<c_body::type::number> {
  traced() = default;
  explicit traced(double value) { constant = std::bit_cast<std::uint64_t>(value); }
  traced(c_body& in, int at) {
    body = &in;
    line = at;
  }
  traced(c_body& in, double value) : traced(value) { body = &in; }
  [[nodiscard]] double value() const { return std::bit_cast<double>(constant); }
};

/// A comparison; it stands in the line that chooses by it.
struct traced_condition {
  std::string text;
  c_body* body = nullptr;
  std::array<int, 2> used{-1, -1};
};

template <>
struct register_traits<traced> {
  using element = double;
  using bits = traced_bits;
  static constexpr std::size_t lanes = 1;
  static constexpr bool has_avx512 = false;
  static constexpr bool has_avx = false;
  static constexpr bool has_rounding = false;
};

/// A new line of the type V in the body that one of the operands is in.
template <class V, class A, class B = A, class C = A>
V traced_line(std::string_view expression, const A& a, const B& b = {}, const C& c = {}) {
  c_body* const body = a.body != nullptr ? a.body : b.body != nullptr ? b.body : c.body;
  constexpr c_body::type type = std::is_same_v<V, traced> ? c_body::type::number : c_body::type::bits;
  V result;
  result.body = body;
  result.line = body->line(type, expression, {a.line, b.line, c.line, -1});
  return result;
}

/// A constant that is computed here; it stays in the body of its operands.
template <class V>
V traced_constant(V value, const V& a, const V& b = V{}) {
  value.body = a.body != nullptr ? a.body : b.body;
  return value;
}

template <class V, class Fold>
V traced_binary(const V& a, std::string_view symbol, const V& b, Fold fold) {
  if (a.line < 0 && b.line < 0) return traced_constant(fold(), a, b);
  return traced_line<V>(a.text().append(symbol).append(b.text()), a, b);
}

// clang-format off
inline traced operator+(const traced& a, const traced& b) { return traced_binary(a, " + ", b, [&] { return traced(a.value() + b.value()); }); }
inline traced operator-(const traced& a, const traced& b) { return traced_binary(a, " - ", b, [&] { return traced(a.value() - b.value()); }); }
inline traced operator*(const traced& a, const traced& b) { return traced_binary(a, " * ", b, [&] { return traced(a.value() * b.value()); }); }
inline traced operator/(const traced& a, const traced& b) { return traced_binary(a, " / ", b, [&] { return traced(a.value() / b.value()); }); }
inline traced_bits operator+(const traced_bits& a, const traced_bits& b) { return traced_binary(a, " + ", b, [&] { return traced_bits(a.constant + b.constant); }); }
inline traced_bits operator&(const traced_bits& a, const traced_bits& b) { return traced_binary(a, " & ", b, [&] { return traced_bits(a.constant & b.constant); }); }
inline traced_bits operator|(const traced_bits& a, const traced_bits& b) { return traced_binary(a, " | ", b, [&] { return traced_bits(a.constant | b.constant); }); }
inline traced_bits operator^(const traced_bits& a, const traced_bits& b) { return traced_binary(a, " ^ ", b, [&] { return traced_bits(a.constant ^ b.constant); }); }
inline traced_bits operator<<(const traced_bits& a, int n) { return a.line < 0 ? traced_constant(traced_bits(a.constant << n), a) : traced_line<traced_bits>(a.text() + " << " + std::to_string(n), a); }
inline traced_bits operator>>(const traced_bits& a, int n) { return a.line < 0 ? traced_constant(traced_bits(a.constant >> n), a) : traced_line<traced_bits>(a.text() + " >> " + std::to_string(n), a); }

inline traced_condition compare(const traced& a, std::string_view symbol, const traced& b) {
  return {a.text().append(symbol).append(b.text()), a.body != nullptr ? a.body : b.body, {a.line, b.line}};
}
inline traced_condition less(const traced& a, const traced& b) { return compare(a, " < ", b); }
inline traced_condition less_equal(const traced& a, const traced& b) { return compare(a, " <= ", b); }
inline traced_condition equal(const traced& a, const traced& b) { return compare(a, " == ", b); }
inline traced_condition is_nan(const traced& a) { return compare(a, " != ", a); }
// clang-format on

inline traced choose(const traced_condition& c, const traced& a, const traced& b) {
  c_body& body = c.body != nullptr ? *c.body : a.body != nullptr ? *a.body : *b.body;
  return {body, body.line(c_body::type::number, c.text + " ? " + a.text() + " : " + b.text(),
                          {c.used[0], c.used[1], a.line, b.line})};
}

/// A call of a function of C; constants are not folded.
template <class... More>
traced traced_call(std::string_view name, const traced& a, const More&... more) {
  std::string text = std::string(name) + "(" + a.text();
  ((text += std::string(", ") + more.text()), ...);
  return traced_line<traced>(text + ")", a, more...);
}

// What the kernels do by bits where C has a word for it.
inline traced negate(const traced& a) {
  return a.line < 0 ? traced_constant(traced(-a.value()), a) : traced_line<traced>(std::string("-") + a.text(), a);
}
inline traced absolute(const traced& a) { return traced_call("fabs", a); }
inline traced copy_sign(const traced& a, const traced& sign) { return traced_call("copysign", a, sign); }
inline traced square_root(const traced& a) { return traced_call("sqrt", a); }
inline traced round_down(const traced& a) { return traced_call("floor", a); }

inline traced clamp(const traced& a, double low, double high) {
  const traced below = choose(less(traced(high), a), traced(high), a);
  return choose(less(below, traced(low)), traced(low), below);
}

inline traced minus_absolute(const traced& a) { return negate(absolute(a)); }
inline traced choose_by_sign(const traced& t, const traced& a, const traced& b) {
  return choose(traced_condition{"signbit(" + t.text() + ")", t.body, {t.line, -1}}, b, a);
}
inline traced at_most(const traced& a, double high) { return choose(less(traced(high), a), traced(high), a); }
inline traced at_least(const traced& a, double low) { return choose(less(a, traced(low)), traced(low), a); }
inline traced zero_where(const traced_condition& c, const traced& a) { return choose(c, traced(0.0), a); }

inline traced multiply_add(const traced& a, const traced& b, const traced& c) {
  if constexpr (has_fused_multiply_add) return traced_call("fma", a, b, c);
  else return traced_line<traced>(a.text() + " * " + b.text() + " + " + c.text(), a, b, c);
}
inline traced negate_multiply_add(const traced& a, const traced& b, const traced& c) {
  if (a.line < 0) return multiply_add(negate(a), b, c);
  if constexpr (has_fused_multiply_add)
    return traced_line<traced>(std::string("fma(-") + a.text() + ", " + b.text() + ", " + c.text() + ")", a, b, c);
  else return traced_line<traced>(std::string("-") + a.text() + " * " + b.text() + " + " + c.text(), a, b, c);
}
inline traced product_error(const traced& a, const traced& b, const traced& p) {
  if constexpr (has_fused_multiply_add)
    return traced_line<traced>(std::string("fma(") + a.text() + ", " + b.text() + ", -" + p.text() + ")", a, b, p);
  else return split_product_error(a, b, p, traced(format<double>::half_split));
}

/// A branch that a kernel takes for some lanes only is a choice here; see with_large_angles.
inline bool any_lane(const traced_condition&) { return true; }

/// Sines of large angles, which the kernel reduces by whole numbers, are those of the C library.
template <unsigned Quadrants, std::same_as<traced> V>
V with_large_angles(V x, V y) {
  return choose(less(traced(elementary::moderate_angle<double>), absolute(x)),
                traced_call(Quadrants == 0 ? "sin" : "cos", x), y);
}

}  // namespace ogive::detail
