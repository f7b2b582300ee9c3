// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue goes in, the records of every OGIVE_CATALOGUE_PARTS-th activation come out, from OGIVE_CATALOGUE_PART
// on. CMake compiles this file once for each part, so that all processors are busy; a new line falls into one of them.
#include <algorithm>
#include <utility>
#include <vector>

#include <ogive/ogive.hpp>

#include "catalogue/independent.hpp"
#include "catalogue/kernels.hpp"
#include "catalogue/parts.hpp"

namespace ogive::catalogue {
namespace {

/// The name of a parameter as a template argument.
template <const auto& Program, std::size_t Slot>
consteval auto name_of() {
  constexpr std::string_view name = Program.parameters[Slot].name;
  char letters[name.size() + 1]{};
  std::copy(name.begin(), name.end(), letters);
  return fixed_string<name.size()>(letters);
}

template <auto F>
[[maybe_unused]] inline constexpr bool one_for_each_row =
    !detail::results_of_columns<detail::row_program<F, 0>, 0>()[0];

template <auto F, class T>
void map_rows(const T* const* in, T* const* out, std::size_t rows, std::size_t columns, const T* parameters) {
  constexpr const auto& exact = program_of<F>;
  const std::size_t width = one_for_each_row<F> ? 1 : columns;
  [&]<std::size_t... I, std::size_t... P>(std::index_sequence<I...>, std::index_sequence<P...>) {
    ogive::map_rows<F>(matrix_view<const T>{in[I], rows, columns, columns}..., matrix_view<T>{*out, rows, width, width},
                       symbols::param<name_of<exact, P>()> = parameters[P]...);
  }
  (std::make_index_sequence<exact.inputs.size()>{}, std::make_index_sequence<exact.parameters.size()>{});
}

template <auto F, class T>
void backward_rows(const T* const* in, const T* upstream, T* const* grad, std::size_t rows, std::size_t columns,
                   const T* parameters, T* parameter_gradients) {
  constexpr const auto& exact = program_of<F>;
  const std::size_t width = one_for_each_row<F> ? 1 : columns;
  const auto sums = [&]<std::size_t... I, std::size_t... P>(std::index_sequence<I...>, std::index_sequence<P...>) {
    return ogive::backward_rows<F>(
        matrix_view<const T>{in[I], rows, columns, columns}..., matrix_view<const T>{upstream, rows, width, width},
        matrix_view<T>{grad[I], rows, columns, columns}..., symbols::param<name_of<exact, P>()> = parameters[P]...);
  }
  (std::make_index_sequence<exact.inputs.size()>{}, std::make_index_sequence<exact.parameters.size()>{});
  std::copy(sums.values.begin(), sums.values.end(), parameter_gradients);
}

template <std::size_t Place>
record record_of() {
  constexpr auto entry = hana::at_c<Place>(activations::catalogue);
  constexpr auto formula = entry.formula;
  constexpr bool over_rows = detail::reads_rows<std::remove_cv_t<decltype(formula)>>;
  constexpr const auto& exact = program_of<formula>;
  record r;
  r.place = Place;
  r.name = entry.name;
  r.inputs = exact.inputs;
  r.parameters = exact.parameters;
  r.results = exact.results.size();
  r.over_rows = over_rows;
  r.lowered = [] { return lower(decltype(entry)::formula); };
  r.text = text<formula>;
  if constexpr (over_rows) {
    r.one_for_each_row = one_for_each_row<formula>;
    r.for_float.map_rows = &map_rows<formula, float>;
    r.for_float.backward_rows = &backward_rows<formula, float>;
    r.for_double.map_rows = &map_rows<formula, double>;
    r.for_double.backward_rows = &backward_rows<formula, double>;
  } else {
    r.derivative_text = text<derive(formula)>;
    r.independent_value = [](const real* in, const real* parameters) {
      return tree_value(decltype(entry)::formula, {exact.inputs, in, exact.parameters, parameters});
    };
    r.for_float = kernels_of<formula, float>();
    r.for_double = kernels_of<formula, double>();
  }
  return r;
}

}  // namespace

template <std::size_t Part>
void append_part(std::vector<record>& records) {
  constexpr std::size_t size = decltype(hana::size(activations::catalogue))::value;
  constexpr std::size_t parts = OGIVE_CATALOGUE_PARTS;
  [&]<std::size_t... I>(std::index_sequence<I...>) { (records.push_back(record_of<Part + I * parts>()), ...); }
  (std::make_index_sequence<(size + parts - 1 - Part) / parts>{});
}

template void append_part<OGIVE_CATALOGUE_PART>(std::vector<record>& records);

}  // namespace ogive::catalogue
