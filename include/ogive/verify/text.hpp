// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A report goes in, a table that people read comes out.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

#include <ogive/verify/report.hpp>

namespace ogive {

/// What a mistake is called, and what to look for.
inline std::string_view words_of(mistake m) {
  switch (m) {
    case mistake::not_a_number: return "NaN; is a branch that is not taken multiplied by 0?";
    case mistake::infinite: return "overflow; is an exponential divided by another?";
    case mistake::lost: return "cancelled; the difference of nearly equal numbers lost what is small here";
    case mistake::factor: return "a constant factor is wrong";
    case mistake::not_between: return "at a kink, not between the derivatives of both sides";
    default: return "another function than the derivative";
  }
}

namespace detail {

/// Numbers have nine digits: a float reads back from them.
class table_writer {
 public:
  std::string text;

  /// Texts and numbers in turn, then the end of the line.
  template <class... Parts>
  void row(const Parts&... parts) {
    (part(parts), ...);
    text += '\n';
  }

 private:
  void part(std::string_view s) { text += s; }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void part(Number v) {
    if (v != v) return part("NaN");
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.9g", static_cast<double>(v));
    text += buffer;
  }
};

inline std::string_view word_of(const kink_report& k) {
  if (!k.between) return k.sides_known ? ": NOT BETWEEN" : ": NOT A NUMBER";
  return k.sides_known ? "" : ", undecided";
}

inline void write_derivatives(table_writer& out, const report& r) {
  for (const derivative_report& d : r.derivatives) {
    const std::size_t judged = d.compared - d.undecided;
    std::size_t wrong = 0;
    for (const wrong_stretch& w : d.wrong) wrong += w.points;
    out.row("derivative by ", d.by, ": ", wrong == 0 ? "right at " : "WRONG at ", wrong == 0 ? judged : wrong,
            wrong == 0 ? "" : " of ", wrong == 0 ? "" : std::to_string(judged), " points, ", d.undecided,
            " undecided; largest relative error ", d.worst_error, " at ", d.worst_at);
    for (const wrong_stretch& w : d.wrong) {
      out.row("  from ", w.from, " to ", w.to, " (", w.points, " points): ", words_of(w.looks_like));
      out.row("    at ", w.at, " it is ", w.derived, ", the differences say ", w.expected, ", ratio ", w.ratio);
    }
  }
}

}  // namespace detail

/// The report as a table.
inline std::string to_text(const report& r) {
  detail::table_writer out;
  out.row(r.of);
  out.row("verdict: ", r.is_right() ? "right" : "WRONG", r.passes_nan ? "" : ", but NaN is lost", "; compared with ",
          r.reference);
  detail::write_derivatives(out, r);
  for (const kink_report& k : r.kinks) {
    out.row("kink by ", k.by, " at ", k.at, k.is_tie ? "" : " (no number is on it)", ": left ", k.left, ", right ",
            k.right, ", chosen ", k.chosen, detail::word_of(k));
  }
  for (const accuracy_report& a : r.accuracy) {
    out.row(a.of, " in float: at most ", a.worst_ulp, " ULP at ", a.points - a.undecided, " points, ", a.undecided,
            " undecided; at ", a.at, " ", a.computed, " for ", a.exact);
  }
  for (const overflow_report& o : r.overflows) {
    out.row(o.of, " in ", o.in, " is ", o.computed, " at ", o.at, " first; exactly ", o.exact,
            o.justified ? "" : ": NOT JUSTIFIED");
  }
  const shape_report& s = r.shape;
  out.row("shape: ",
          s.increasing   ? "increasing"
          : s.decreasing ? "decreasing"
                         : "not monotone",
          ", ", s.bounded ? "bounded" : "unbounded", ", from ", s.least, " at ", s.least_at, " to ", s.greatest, " at ",
          s.greatest_at, ", steepest ", s.steepest, " at ", s.steepest_at);
  out.row("NaN: ", r.passes_nan ? "gives NaN" : "is LOST");
  for (const special_report& x : r.specials)
    out.row("f(", x.input, ") = ", x.value, ", f' = ", x.derivative, x.is_right() ? "" : ": NOT A NUMBER");
  return out.text;
}

}  // namespace ogive
