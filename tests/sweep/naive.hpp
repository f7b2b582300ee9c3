// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The naive forms as subjects of a sweep: the float kernels of a formula as it was written, beside the double kernels
// of the function that it is, and its program as it was meant.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <ogive/calculus/derive.hpp>

#include "laws/naive_forms.hpp"
#include "sweep/subject.hpp"

namespace ogive::sweep {

/// Each with its derivative, within the bounds of the catalogue.
inline std::vector<subject> naive_subjects() {
  std::vector<subject> all;
  for (const laws::naive_form& form : laws::naive_forms()) {
    subject s{.name = std::string(form.text), .results = {"value", "by x"}};
    const program value = form.lowered();
    s.exact = {value, differentiate(value, {{operation::input, 0}}, false)};
    // further out a power of e, or its square, is beyond the exponents of many digits; there the double kernels judge
    for (const instruction& i : value.code) {
      if (i.op == operation::exp || i.op == operation::sigmoid) s.exact_up_to = 0x1p24;
    }
    s.of_float = [&form](const float* const* in, float* const* out, std::size_t n, const float*) {
      for (std::size_t order = 0; order != 2; ++order) form.value[order](in[0], out[order], n);
    };
    s.of_double = s.reference = [&form](const double* const* in, double* const* out, std::size_t n, const double*) {
      for (std::size_t order = 0; order != 2; ++order) form.named_value[order](in[0], out[order], n);
    };
    all.push_back(std::move(s));
  }
  return all;
}

}  // namespace ogive::sweep
