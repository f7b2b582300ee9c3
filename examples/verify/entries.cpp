// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue goes in, every VERIFY_PARTS-th activation comes out as an entry, from VERIFY_PART on.
#include "verify/entries.hpp"

#include <type_traits>
#include <utility>

#include <ogive/activations/catalogue.hpp>
#include <ogive/verify.hpp>

namespace example {
namespace {

template <std::size_t Place>
entry entry_of() {
  using listed = std::remove_cvref_t<decltype(ogive::hana::at_c<Place>(ogive::activations::catalogue))>;
  entry e{.place = Place, .name = listed::name};
  if constexpr (!ogive::detail::reads_rows<std::remove_cv_t<decltype(listed::formula)>>)
    e.verify = [](const ogive::verify_options& options) { return ogive::verify<listed::formula>(options); };
  else static_assert(ogive::verified<listed::formula>);
  return e;
}

}  // namespace

template <std::size_t Part>
void append_entries(std::vector<entry>& all) {
  constexpr std::size_t size = decltype(ogive::hana::size(ogive::activations::catalogue))::value;
  constexpr std::size_t parts = VERIFY_PARTS;
  [&]<std::size_t... I>(std::index_sequence<I...>) { (all.push_back(entry_of<Part + I * parts>()), ...); }
  (std::make_index_sequence<(size + parts - 1 - Part) / parts>{});
}

template void append_entries<VERIFY_PART>(std::vector<entry>& all);

}  // namespace example
