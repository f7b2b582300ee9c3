// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. A finding goes in, an error of the compiler comes out. The text of a static_assert is a literal, so
// the numbers of a finding stand in the names of types, which g++ and clang print beside the text.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ogive/base/fixed_string.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/verify/blame.hpp>
#include <ogive/verify/check_rows.hpp>

/// The words of the messages of `verified`.
namespace ogive::verification {

/// A number in a message.
struct figure {
  double value;
};

struct x;
struct y;
struct z;
template <std::size_t Place, fixed_string Name>
struct input;
template <std::size_t Place, fixed_string Name>
struct parameter;

template <class Symbol>
struct by;
template <figure... Inputs>
struct at;
template <figure Derived>
struct derived_is;
template <figure Computed>
struct kernel_says;
template <figure... Expected>
struct differences_say;
template <figure Formula>
struct formula_says;
template <operation Operation>
struct wrong_rule;
struct no_single_rule;

/// What was found, as a type.
template <class... Facts>
struct finding {
  static constexpr bool is_right = false;
};

}  // namespace ogive::verification

namespace ogive::detail {

template <auto F>
struct as_written {
  constexpr program operator()() const { return lower(F); }
};
template <auto F>
inline constexpr auto written_program = freeze<as_written<F>{}>();

template <auto F>
inline constexpr auto initial_parameters = [] {
  std::array<double, written_program<F>.parameters.size() + 1> values{};
  for (std::size_t k = 0; k + 1 != values.size(); ++k) values[k] = written_program<F>.parameters[k].initial;
  return values;
}();

/// A name of a program as a template argument.
template <auto Name>
consteval auto to_fixed_string() {
  constexpr std::string_view name = Name();
  char letters[name.size() + 1]{};
  for (std::size_t k = 0; k != name.size(); ++k) letters[k] = name[k];
  return fixed_string<name.size()>(letters);
}

template <auto F, std::size_t Place>
constexpr auto symbol_type() {
  constexpr const auto& program = written_program<F>;
  constexpr std::size_t inputs = program.inputs.size();
  if constexpr (Place < inputs) {
    constexpr std::string_view name = program.inputs[Place];
    if constexpr (name == "x") return static_cast<verification::by<verification::x>*>(nullptr);
    else if constexpr (name == "y") return static_cast<verification::by<verification::y>*>(nullptr);
    else if constexpr (name == "z") return static_cast<verification::by<verification::z>*>(nullptr);
    else {
      constexpr auto text = to_fixed_string<[] { return written_program<F>.inputs[Place]; }>();
      return static_cast<verification::by<verification::input<Place + 1, text>>*>(nullptr);
    }
  } else {
    constexpr auto text = to_fixed_string<[] { return written_program<F>.parameters[Place - inputs].name; }>();
    return static_cast<verification::by<verification::parameter<Place - inputs + 1, text>>*>(nullptr);
  }
}

template <class Finding>
constexpr bool value_is_right() {
  static_assert(Finding::is_right,
                "ogive::verified<f>: the rewritten f has another value than f as it was written; the finding stands "
                "beside this text");
  return false;
}
template <class Finding>
constexpr bool derivative_is_right() {
  static_assert(Finding::is_right,
                "ogive::verified<f>: a derivative of f is wrong; the finding stands beside this text: by what, where, "
                "what was derived, what differences of f say, whose rule");
  return false;
}
template <class Finding>
constexpr bool tie_is_right() {
  static_assert(Finding::is_right,
                "ogive::verified<f>: at a kink a derivative of f does not lie between those of both sides; the finding "
                "stands beside this text");
  return false;
}
template <class Finding>
constexpr bool derivative_is_a_number() {
  static_assert(
      Finding::is_right,
      "ogive::verified<f>: a derivative of f is NaN where f is a number; the finding stands beside this text: "
      "by what and where; is there a 0/0 or a 0 times infinity in it?");
  return false;
}
template <class Finding>
constexpr bool kernel_is_right() {
  static_assert(Finding::is_right,
                "ogive::verified<f>: in double a kernel of f is far from its formula; the finding stands beside this "
                "text");
  return false;
}
template <class Finding>
constexpr bool has_numbers() {
  static_assert(Finding::is_right,
                "ogive::verified<f>: f is a finite number at too few points of the grid; give it an input in its "
                "domain, as in verified<f(softplus(x))>");
  return false;
}

template <auto F, finding Found>
constexpr bool report_finding() {
  using namespace verification;
  constexpr bool over_rows = reads_rows<std::remove_cv_t<decltype(F)>>;
  constexpr std::size_t places = over_rows ? row_columns : written_program<F>.inputs.size();
  using where = std::remove_pointer_t<decltype([]<std::size_t... K>(std::index_sequence<K...>) {
    return static_cast<at<figure{Found.at[K]}...>*>(nullptr);
  }(std::make_index_sequence<places>{}))>;
  using symbol = std::remove_pointer_t<decltype(symbol_type<F, Found.symbol>())>;
  using got = derived_is<figure{Found.derived}>;
  if constexpr (Found.what == found::too_few_numbers) {
    return has_numbers<verification::finding<where>>();
  } else if constexpr (Found.what == found::not_a_number) {
    return derivative_is_a_number<verification::finding<symbol, where>>();
  } else if constexpr (Found.what == found::wrong_kernel) {
    return kernel_is_right<
        verification::finding<symbol, where, kernel_says<figure{Found.derived}>, formula_says<figure{Found.low}>>>();
  } else if constexpr (Found.what == found::wrong_value) {
    return value_is_right<verification::finding<where, got, formula_says<figure{Found.low}>>>();
  } else {
    constexpr operation wrong = [] {
      if constexpr (over_rows) return operation::count;
      else
        return traced_point(thaw(written_program<F>), Found.at, initial_parameters<F>.data())
            .find_wrong_rule(Found.symbol);
    }();
    using blame = std::conditional_t<wrong == operation::count, no_single_rule, wrong_rule<wrong>>;
    if constexpr (Found.what == found::not_between_sides)
      return tie_is_right<
          verification::finding<symbol, where, got, differences_say<figure{Found.low}, figure{Found.high}>, blame>>();
    else
      return derivative_is_right<
          verification::finding<symbol, where, got, differences_say<figure{Found.low}>, blame>>();
  }
}

}  // namespace ogive::detail
