// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward<f>(in..., upstream, grad..., bindings...): the ranges mix float and double; pass one element
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, [[maybe_unused]] std::vector<double>& d) { ogive::backward<2 * x>(a, d, a); }
#else
void call(std::vector<float>& a, [[maybe_unused]] std::vector<double>& d) { ogive::backward<2 * x>(a, a, a); }
#endif
