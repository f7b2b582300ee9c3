// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward_rows<f>(in..., upstream, grad..., bindings...): grad is const; pass a matrix that can be
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, const std::vector<float>& k) { ogive::backward_rows<x - row_mean(x)>(a, a, k); }
#else
void call(std::vector<float>& a, const std::vector<float>& k) { ogive::backward_rows<x - row_mean(x)>(k, k, a); }
#endif
