// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward_rows<f>(in..., upstream, grad..., bindings...): pass row-major matrices of float or double
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::backward_rows<x - row_mean(x)>(a, a, 2); }
#else
void call(std::vector<float>& a) { ogive::backward_rows<x - row_mean(x)>(a, a, a); }
#endif
