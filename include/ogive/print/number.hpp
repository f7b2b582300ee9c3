// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. A double goes in, characters come out, as people write numbers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ogive/print/decimal.hpp>
#include <ogive/print/sink.hpp>

namespace ogive::detail {

/// The digits of a decimal, without its exponent.
class digit_text {
 public:
  constexpr explicit digit_text(unsigned long long digits) {
    for (; digits != 0 || length_ == 0; digits /= 10)
      text_[sizeof text_ - ++length_] = static_cast<char>('0' + digits % 10);
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text_ + sizeof text_ - length_, length_}; }

 private:
  char text_[20] = {};
  std::size_t length_ = 0;
};

/// A number in the form in which people write it: plain from 0.00001 to 21 digits, else as mantissa and power of ten.
struct number_form {
  bool negative = false;
  bool plain = true;
  int exponent = 0;  // of ten; how the mantissa is to be scaled if the form is not plain
  decimal value;
};

/// For finite v.
constexpr number_form form_of(double v) {
  number_form form;
  form.negative = (std::bit_cast<std::uint64_t>(v) >> 63) != 0;
  const double size = form.negative ? -v : v;
  if (size < 0x1p53 && size == static_cast<double>(static_cast<unsigned long long>(size))) {
    form.value.digits = static_cast<unsigned long long>(size);  // an integer is its own decimal
    return form;
  }
  form.value = shortest_decimal(size);
  const int point = static_cast<int>(digit_text(form.value.digits).view().size()) + form.value.exponent;
  form.plain = -5 <= point && point <= 21;
  if (!form.plain) form.exponent = point - 1;
  return form;
}

/// digits · 10^(exponent) as a plain decimal.
constexpr void print_plain(sink& out, decimal d) {
  const digit_text text(d.digits);
  const std::string_view digits = text.view();
  const int point = static_cast<int>(digits.size()) + d.exponent;  // digits before the decimal point
  if (point <= 0) out.put("0.");
  for (int i = point; i < 0; ++i) out.put('0');
  if (point <= 0) return out.put(digits);
  const auto before = static_cast<std::size_t>(point);
  out.put(digits.substr(0, before));
  for (std::size_t i = digits.size(); i < before; ++i) out.put('0');
  if (before < digits.size()) {
    out.put('.');
    out.put(digits.substr(before));
  }
}

/// The mantissa d / 10^(exponent of the form), between 1 and 10.
constexpr void print_mantissa(sink& out, const number_form& form) {
  print_plain(out, {form.value.digits, form.value.exponent - form.exponent});
}

/// Writes v as people type numbers: 3, 0.25, 1e-07.
constexpr void print_number(sink& out, double v) {
  if (v != v) return out.put("nan");
  if (v < 0 && v * 0.5 == v) return out.put("-inf");
  if (v > 0 && v * 0.5 == v) return out.put("inf");
  const number_form form = form_of(v);
  if (form.negative) out.put('-');
  print_mantissa(out, form);
  if (form.plain) return;
  const int e = form.exponent < 0 ? -form.exponent : form.exponent;
  out.put(form.exponent < 0 ? "e-" : "e+");
  if (e < 10) out.put('0');
  out.put(digit_text(static_cast<unsigned long long>(e)).view());
}

}  // namespace ogive::detail
