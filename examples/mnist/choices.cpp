// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue goes in, every MNIST_PARTS-th activation comes out as a choice, from MNIST_PART on: its kernels for a
// layer, and its texts. A new line of the catalogue falls into one of the parts.
#include "mnist/choices.hpp"

#include <type_traits>
#include <utility>

#include <ogive/activations/catalogue.hpp>
#include <ogive/base/hana.hpp>
#include <ogive/calculus/backward_needs.hpp>
#include <ogive/expr.hpp>
#include <ogive/print/text.hpp>

namespace mnist {
namespace {

/// A layer's activation takes one number and gives one.
template <auto F>
constexpr bool fits_a_layer() {
  using formula = std::remove_cvref_t<decltype(F)>;
  return ogive::detail::inputs_of<formula>.size == 1 && ogive::detail::result_count<formula> == 1 &&
         !ogive::detail::reads_rows<formula>;
}

constexpr std::string_view word_for(ogive::backward_need need) {
  switch (need) {
    case ogive::backward_need::none: return "nothing";
    case ogive::backward_need::one_bit: return "one bit";
    case ogive::backward_need::output: return "the output";
    case ogive::backward_need::input: break;
  }
  return "the input";
}

template <std::size_t Place>
choice choice_of() {
  constexpr auto entry = ogive::hana::at_c<Place>(ogive::activations::catalogue);
  constexpr auto formula = entry.formula;
  if constexpr (fits_a_layer<formula>()) {
    return {Place,
            entry.name,
            ogive::text<formula>,
            ogive::text<derive(formula)>,
            word_for(ogive::backward_needs<formula>),
            &ogive::nn::activation_of<formula>};
  } else {
    return {.place = Place, .name = entry.name};
  }
}

}  // namespace

template <std::size_t Part>
void append_choices(std::vector<choice>& all) {
  constexpr std::size_t size = decltype(ogive::hana::size(ogive::activations::catalogue))::value;
  constexpr std::size_t parts = MNIST_PARTS;
  [&]<std::size_t... I>(std::index_sequence<I...>) { (all.push_back(choice_of<Part + I * parts>()), ...); }
  (std::make_index_sequence<(size + parts - 1 - Part) / parts>{});
}

template void append_choices<MNIST_PART>(std::vector<choice>& all);

}  // namespace mnist
