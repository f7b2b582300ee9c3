// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Sizes come in, aligned row-major storage comes out. A row is padded with zeros to whole batches,
// so that the products read and write full registers; the padding stays zero in every matrix.
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <type_traits>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <ogive/base/config.hpp>
#include <ogive/kernel/matrix_view.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::nn {
namespace detail {

using ogive::detail::lanes;
using ogive::detail::native_batch;

/// The alignment of every matrix in bytes: one cache line, and the widest register.
inline constexpr std::size_t matrix_alignment = 64;

/// Memory for a large matrix comes in pages of this size where the system has them: a training step walks over more
/// small pages than the processor remembers.
inline constexpr std::size_t large_page = std::size_t{1} << 21;
inline constexpr std::size_t large_matrix = std::size_t{1} << 18;

/// Aligned memory, in large pages from a size of `large_matrix` bytes on.
template <class T>
struct aligned_allocator {
  using value_type = T;
  using is_always_equal = std::true_type;

  aligned_allocator() = default;
  template <class U>
  explicit aligned_allocator(const aligned_allocator<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t alignment = alignment_of(count);
    const std::size_t size = (count * sizeof(T) + alignment - 1) / alignment * alignment;
    T* const memory = static_cast<T*>(::operator new (size, std::align_val_t{alignment}));
#if defined(__linux__)
    if (alignment == large_page) (void)::madvise(memory, size, MADV_HUGEPAGE);  // a wish: without it all works too
#endif
    return memory;
  }
  void deallocate(T* pointer, std::size_t count) { ::operator delete (pointer, std::align_val_t{alignment_of(count)}); }

  friend bool operator==(const aligned_allocator&, const aligned_allocator&) { return true; }

 private:
  static std::size_t alignment_of(std::size_t count) {
    return count * sizeof(T) < large_matrix ? matrix_alignment : large_page;
  }
};

/// The least multiple of a batch's lanes that holds `columns`: 10 columns of float are 16 with AVX-512.
template <class T>
constexpr std::size_t padded(std::size_t columns) {
  constexpr std::size_t width = lanes<native_batch<T>>;
  return (columns + width - 1) / width * width;
}

}  // namespace detail

using ogive::matrix_view;

/// Some rows of a matrix: [first, last).
struct row_range {
  std::size_t first = 0;
  std::size_t last = 0;

  [[nodiscard]] constexpr std::size_t size() const { return last - first; }

  /// What falls to worker `index` of `count` when these rows are dealt out in nearly equal shares.
  [[nodiscard]] constexpr row_range share(std::size_t index, std::size_t count) const {
    return {first + size() * index / count, first + size() * (index + 1) / count};
  }
};

/// A rows × columns matrix of float or double, all zero at first. Copies are deep.
template <class T>
class matrix {
 public:
  using value_type = T;

  matrix() = default;
  matrix(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), stride_(detail::padded<T>(columns)), storage_(rows * stride_, T{0}) {}

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] std::size_t storage_size() const { return storage_.size(); }  ///< rows · stride: with the padding

  [[nodiscard]] T* data() { return storage_.data(); }
  [[nodiscard]] const T* data() const { return storage_.data(); }
  [[nodiscard]] T& operator()(std::size_t i, std::size_t j) { return storage_[i * stride_ + j]; }
  [[nodiscard]] const T& operator()(std::size_t i, std::size_t j) const { return storage_[i * stride_ + j]; }

  [[nodiscard]] matrix_view<T> view() { return {data(), rows_, columns_, stride_}; }
  [[nodiscard]] matrix_view<const T> view() const { return {data(), rows_, columns_, stride_}; }

  /// The first `count` rows: the last batch of an epoch may be smaller than the others.
  [[nodiscard]] matrix_view<T> first_rows(std::size_t count) { return {data(), count, columns_, stride_}; }
  [[nodiscard]] matrix_view<const T> first_rows(std::size_t count) const { return {data(), count, columns_, stride_}; }

  [[nodiscard]] matrix_view<T> some_rows(row_range rows) {
    return {data() + rows.first * stride_, rows.size(), columns_, stride_};
  }
  [[nodiscard]] matrix_view<const T> some_rows(row_range rows) const {
    return {data() + rows.first * stride_, rows.size(), columns_, stride_};
  }

  void fill_zero() { std::fill(storage_.begin(), storage_.end(), T{0}); }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t stride_ = 0;
  std::vector<T, detail::aligned_allocator<T>> storage_;
};

/// A piece of a matrix on its way to whoever uses it: its r-th row begins at data + r · stride and belongs to row
/// first_row + r of that matrix, from column first_column on. Its columns are whole batches, the padding included.
template <class T>
struct tile_view {
  const T* data = nullptr;
  std::size_t stride = 0;
  std::size_t first_row = 0;
  std::size_t rows = 0;
  std::size_t first_column = 0;
  std::size_t batches = 0;

  /// A whole matrix is a tile too.
  static tile_view whole(matrix_view<const T> m) {
    return {m.data, m.stride, 0, m.rows, 0, detail::padded<T>(m.columns) / detail::lanes<detail::native_batch<T>>};
  }

  /// visit(row, column, batch) for each batch, row by row; row and column are those of the matrix.
  template <class Visit>
  OGIVE_INLINE void for_each(const Visit& visit) const {
    using batch = detail::native_batch<T>;
    constexpr std::size_t width = detail::lanes<batch>;
    for (std::size_t r = 0; r != rows; ++r) {
      for (std::size_t c = 0; c != batches; ++c) {
        visit(first_row + r, first_column + c * width, ogive::detail::load<batch>(data + r * stride + c * width));
      }
    }
  }
};

}  // namespace ogive::nn
