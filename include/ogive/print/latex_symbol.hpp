// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, print. The leaves of a formula in LaTeX: the name of a symbol or a number goes in, `\beta_{1}`,
// `\mathrm{slope}` or `1.5 \cdot 10^{-7}` comes out.
#pragma once

#include <cstddef>
#include <string_view>

#include <ogive/print/number.hpp>
#include <ogive/print/sink.hpp>

namespace ogive::detail {

/// A name as letter and subscript: "beta" is β, "c12" c₁₂, "w_out" w with "out" below; other words stay one upright
/// word.
struct symbol_name {
  enum { letter, greek, word } kind = word;
  std::string_view base, below;
};

constexpr bool is_greek(std::string_view name) {
  constexpr std::string_view letters[] = {
      "alpha", "beta",  "gamma", "delta", "epsilon", "zeta",  "eta", "theta",   "iota", "kappa", "lambda",
      "mu",    "nu",    "xi",    "pi",    "rho",     "sigma", "tau", "upsilon", "phi",  "chi",   "psi",
      "omega", "Gamma", "Delta", "Theta", "Lambda",  "Xi",    "Pi",  "Sigma",   "Phi",  "Psi",   "Omega"};
  for (const std::string_view letter : letters) {
    if (name == letter) return true;
  }
  return false;
}

constexpr symbol_name split_name(std::string_view name) {
  std::size_t end = name.find('_');
  std::size_t below = end + 1;
  if (end == std::string_view::npos) {
    end = name.size();
    while (end != 0 && is_digit(name[end - 1])) --end;
    below = end;
  }
  const std::string_view base = name.substr(0, end);
  const std::string_view rest = below < name.size() ? name.substr(below) : std::string_view{};
  if (is_greek(base)) return {symbol_name::greek, base, rest};
  if (base.size() == 1 && is_letter(base[0])) return {symbol_name::letter, base, rest};
  if (end + rest.size() == name.size() && !base.empty()) return {symbol_name::word, base, rest};
  return {symbol_name::word, name, {}};
}

constexpr void print_upright(sink& out, std::string_view word) {
  out.put("\\mathrm{");
  for (const char c : word) {
    if (std::string_view("#$%&_{}").find(c) != std::string_view::npos) out.put('\\');
    out.put(c);
  }
  out.put('}');
}

/// The name, with an index of a row below it unless that is 0: x_{i}, x_{1,i}.
constexpr void print_symbol(sink& out, std::string_view name, char index) {
  const symbol_name parts = split_name(name);
  if (parts.kind == symbol_name::greek) out.put('\\');
  if (parts.kind == symbol_name::word) print_upright(out, parts.base);
  else out.put(parts.base);
  if (parts.below.empty() && index == 0) return;
  out.put("_{");
  if (!parts.below.empty() && is_digit(parts.below[0])) out.put(parts.below);
  else if (!parts.below.empty()) print_upright(out, parts.below);
  if (!parts.below.empty() && index != 0) out.put(',');
  if (index != 0) out.put(index);
  out.put('}');
}

/// Does the number print as a product, 1.5 · 10⁻⁷?
constexpr bool is_scaled(double v) { return v == v && v * 0.5 != v && !form_of(v).plain; }

/// A number v ≥ 0.
constexpr void print_latex_size(sink& out, double v) {
  if (v != v) return out.put("\\mathrm{NaN}");
  if (v != 0 && v * 0.5 == v) return out.put("\\infty");
  const number_form form = form_of(v);
  if (form.plain || form.value.digits != 1) print_mantissa(out, form);
  if (form.plain) return;
  if (form.value.digits != 1) out.put(" \\cdot ");
  out.put("10^{");
  if (form.exponent < 0) out.put('-');
  out.put(digit_text(static_cast<unsigned long long>(form.exponent < 0 ? -form.exponent : form.exponent)).view());
  out.put('}');
}

}  // namespace ogive::detail
