// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. f(...) on a formula: with formulas it substitutes, with numbers it evaluates. Substitution is a
// node of its own, so that what is shared stays shared; evaluation is done by kernel/evaluate.hpp.
#pragma once

#include <cstddef>
#include <type_traits>

#include <ogive/expr/symbols.hpp>

namespace ogive::detail {

/// Declared here, defined in kernel/evaluate.hpp: runs a formula on numbers.
template <class F>
struct evaluator;

template <class T>
concept callable_with = operand<T> || is_binding<T>;

/// Does the call put each input in its own place, as in f(x)?
template <class F, class... V>
constexpr bool replaces_nothing() {
  std::size_t k = 0;
  const auto same_input = [&]<class A>(std::type_identity<A>) {
    name_list names;
    if constexpr (expression<A>) names_of<A>::inputs(names);
    return is_input<A> && names.size == 1 && names.names[0] == inputs_of<F>.names[k++];
  };
  return (same_input(std::type_identity<V>{}) && ...);
}

template <class F>
struct called {
  template <class... V>
  static constexpr auto with(const F& f, const V&... values) {
    constexpr std::size_t inputs = inputs_of<F>.size;
    constexpr std::size_t given = (std::size_t{0} + ... + (operand<V> ? 1 : 0));
    if constexpr (!(callable_with<V> && ...)) {
      static_assert(never<F>,
                    "ogive: f(v...): v is neither a number, nor a formula, nor a binding param<...> = number");
    } else if constexpr (given != inputs) {
      static_assert(
          never<F>,
          "ogive: f(v...): as many values as f has inputs (x, y, z in this order), then bindings param<...> = number");
    } else if constexpr ((expression<V> || ...)) {
      static_assert(!(is_binding<V> || ...),
                    "ogive: f(g...): a parameter is bound when numbers are put in, not in a substitution");
      if constexpr (replaces_nothing<F, V...>()) {
        return f;
      } else if constexpr (!expression<F>) {
        static_assert(never<F>, "ogive: results(f, g)(h...): substitute into each formula: results(f(h...), g(h...))");
      } else {
        return substitution<F, decltype(as_node(values))...>(f, as_node(values)...);
      }
    } else if constexpr (reads_rows<F>) {
      static_assert(
          never<F>,
          "ogive: f(2.0): f reads rows (row_sum, row_max, row_mean); run it with ogive::map_rows<f>(matrix, out)");
    } else if constexpr (requires { sizeof(evaluator<F>); }) {
      return evaluator<F>::run(f, values...);
    } else {
      static_assert(never<F>, "ogive: f(2.0): include <ogive/ogive.hpp> to evaluate a formula");
    }
  }
};

}  // namespace ogive::detail
