// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward_rows<f>(in..., upstream, grad..., bindings...): the matrices mix float and double; pass one
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call([[maybe_unused]] std::vector<float>& a, std::vector<double>& d) {
  ogive::backward_rows<x - row_mean(x)>(a, a, d);
}
#else
void call([[maybe_unused]] std::vector<float>& a, std::vector<double>& d) {
  ogive::backward_rows<x - row_mean(x)>(d, d, d);
}
#endif
