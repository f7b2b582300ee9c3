// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. derive(f) and derive(f, wrt(v)) as words of the language: a lazy node, so that they compose and
// nest. calculus/derive.hpp carries it out.
#pragma once

#include <ogive/expr/symbols.hpp>

namespace ogive {

/// The symbol of a derivative: an input or the name of a parameter.
template <class Symbol>
struct with_respect_to {};

/// Names the symbol to differentiate by: `wrt(x)`, `wrt(param<"slope">)`.
template <fixed_string Name>
constexpr with_respect_to<input_symbol<Name>> wrt(input_symbol<Name>) {
  return {};
}
template <fixed_string Name>
constexpr with_respect_to<parameter_name<Name>> wrt(parameter_name<Name>) {
  return {};
}
template <fixed_string Name>
constexpr with_respect_to<parameter_name<Name>> wrt(parameter<Name>) {
  return {};
}
template <class T>
constexpr with_respect_to<void> wrt(const T&) {
  static_assert(detail::never<T>,
                "ogive: wrt(v): v is no symbol; pass an input such as x or the name of a parameter such as param<...>");
  return {};
}

/// ∂f/∂v: again a formula. Errors: v must occur in f.
template <expression F, class Symbol>
constexpr auto derive(F f, with_respect_to<Symbol>) {
  static_assert(detail::occurs<Symbol, F> || std::is_void_v<Symbol>,
                "ogive::derive(f, wrt(v)): v does not occur in f; pass an input or parameter of f");
  return derivative<F, Symbol>(f);
}

/// df/dx. Errors: x must occur in f.
template <expression F>
constexpr auto derive(F f) {
  static_assert(
      detail::occurs<input_symbol<"x">, F>,
      "ogive::derive(f): x does not occur in f; name the symbol: derive(f, wrt(y)) or derive(f, wrt(param<...>))");
  return derivative<F, input_symbol<"x">>(f);
}

template <expression F, class V>
constexpr F derive(F f, const V&) {
  static_assert(detail::never<V>,
                "ogive::derive(f, v): v is not wrt(...); write derive(f, wrt(x)) or derive(f, wrt(param<...>))");
  return f;
}

/// The derivatives of several results: results(∂f/∂v, ∂g/∂v, …). Errors: v must occur in one of them.
template <class... F, class Symbol>
constexpr auto derive(result_list<F...> f, with_respect_to<Symbol> v) {
  static_assert(
      (detail::occurs<Symbol, F> || ...) || std::is_void_v<Symbol>,
      "ogive::derive(results(...), wrt(v)): v occurs in none of the results; pass an input or parameter of one");
  const auto one = [&]<class G>(G g) {
    if constexpr (detail::occurs<Symbol, G>) return derive(g, v);
    else return number(0);
  };
  return detail::map_pack(f.formulas, one, [](auto... each) { return result_list<decltype(each)...>(each...); });
}
template <class... F>
constexpr auto derive(result_list<F...> f) {
  return derive(f, with_respect_to<input_symbol<"x">>{});
}

namespace symbols {
using ogive::wrt;
}

}  // namespace ogive
