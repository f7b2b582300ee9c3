// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. rewrite_by<rules>(f): which rewrite rules a formula gets. A node goes into the tree; lowering labels
// the program with it, the passes of calculus/ read the label.
#pragma once

#include <ogive/expr/symbols.hpp>

namespace ogive {

/// A formula whose program is rewritten by a set of rules of its own.
template <rewriting Rules, class F>
struct rewritten_formula : formula<rewritten_formula<Rules, F>> {
  F body;
  constexpr explicit rewritten_formula(F of) : body(of) {}
};

namespace detail {
template <rewriting Rules, class F>
struct names_of<rewritten_formula<Rules, F>> : names_of<F> {};
template <rewriting Rules, class F>
inline constexpr bool reads_rows<rewritten_formula<Rules, F>> = reads_rows<F>;
}  // namespace detail

/// f with another set of rules than `rewriting::stable`, which all formulas have: for its derivatives too, and for the
/// whole of a formula of which f is a part. Of several sets in one formula the largest counts. `none` and `exact` show
/// what the rules are good for: they overflow, cancel, and may be NaN at ±∞.
template <rewriting Rules, expression F>
constexpr auto rewrite_by(F f) {
  return rewritten_formula<Rules, F>(f);
}

/// f with faster and less accurate code: in float the results and first derivatives of the catalogue differ by less
/// than 1e-5 · (1 + |f|) from those of f, and derivatives that vanish at infinity lose their tails. double keeps its
/// accuracy but for the last digits. Limits and NaN stay what they are. derive(fast(f)) is fast, and so is a formula
/// with a fast part.
template <expression F>
constexpr auto fast(F f) {
  return rewrite_by<rewriting::fast>(f);
}
template <class... F>
constexpr auto fast(result_list<F...> f) {
  const auto one = []<class G>(G g) { return fast(g); };
  return detail::map_pack(f.formulas, one, [](auto... each) { return result_list<decltype(each)...>(each...); });
}

namespace symbols {
using ogive::rewrite_by;
using ogive::rewriting;  // rewrite_by<rewriting::exact>(f)
}  // namespace symbols

}  // namespace ogive
