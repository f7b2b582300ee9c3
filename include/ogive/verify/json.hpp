// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A report goes in, JSON comes out. This header alone needs nlohmann-json; no other includes it.
#pragma once

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include <ogive/verify/report.hpp>

namespace ogive {

/// The name of a mistake in JSON.
inline const char* name_of(mistake m) {
  constexpr const char* names[] = {"not_a_number", "infinite", "lost", "factor", "not_between", "different"};
  return names[static_cast<int>(m)];
}

namespace detail {

/// JSON has no NaN and no infinity: they become the strings "nan", "inf" and "-inf".
inline nlohmann::json json_number(double v) {
  if (std::isfinite(v)) return v;
  return std::isnan(v) ? "nan" : v < 0 ? "-inf" : "inf";
}

inline nlohmann::json to_json(const derivative_report& d) {
  nlohmann::json wrong = nlohmann::json::array();
  for (const wrong_stretch& w : d.wrong) {
    wrong.push_back({{"from", w.from},
                     {"to", w.to},
                     {"points", w.points},
                     {"at", w.at},
                     {"derived", json_number(w.derived)},
                     {"expected", json_number(w.expected)},
                     {"looks_like", name_of(w.looks_like)},
                     {"ratio", json_number(w.ratio)}});
  }
  return {{"by", d.by},
          {"compared", d.compared},
          {"undecided", d.undecided},
          {"worst_error", json_number(d.worst_error)},
          {"worst_at", d.worst_at},
          {"wrong", std::move(wrong)}};
}

}  // namespace detail

/// The report as a JSON object whose keys are the names of the struct's members; `is_right` is one more.
inline std::string to_json(const report& r) {
  using detail::json_number;
  using nlohmann::json;
  json out{{"of", r.of}, {"reference", r.reference}, {"is_right", r.is_right()}, {"passes_nan", r.passes_nan}};
  for (const char* list : {"derivatives", "kinks", "accuracy", "overflows", "specials"}) out[list] = json::array();
  for (const derivative_report& d : r.derivatives) out["derivatives"].push_back(detail::to_json(d));
  for (const kink_report& k : r.kinks)
    out["kinks"].push_back({{"by", k.by},
                            {"at", k.at},
                            {"left", json_number(k.left)},
                            {"right", json_number(k.right)},
                            {"chosen", json_number(k.chosen)},
                            {"is_tie", k.is_tie},
                            {"sides_known", k.sides_known},
                            {"between", k.between}});
  for (const accuracy_report& a : r.accuracy)
    out["accuracy"].push_back({{"of", a.of},
                               {"worst_ulp", json_number(a.worst_ulp)},
                               {"at", a.at},
                               {"computed", json_number(a.computed)},
                               {"exact", json_number(a.exact)},
                               {"points", a.points},
                               {"undecided", a.undecided}});
  for (const overflow_report& o : r.overflows)
    out["overflows"].push_back({{"of", o.of},
                                {"in", o.in},
                                {"at", o.at},
                                {"computed", json_number(o.computed)},
                                {"exact", json_number(o.exact)},
                                {"justified", o.justified}});
  for (const special_report& s : r.specials)
    out["specials"].push_back({{"input", s.input},
                               {"value", json_number(s.value)},
                               {"derivative", json_number(s.derivative)},
                               {"is_right", s.is_right()}});
  const shape_report& s = r.shape;
  out["shape"] = {{"increasing", s.increasing},   {"decreasing", s.decreasing},
                  {"bounded", s.bounded},         {"least", s.least},
                  {"least_at", s.least_at},       {"greatest", s.greatest},
                  {"greatest_at", s.greatest_at}, {"steepest", s.steepest},
                  {"steepest_at", s.steepest_at}};
  return out.dump(2);
}

}  // namespace ogive
