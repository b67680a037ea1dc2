import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'

/** The pages of the desk, each loaded when it is first opened. */
export const router = createRouter({
  history: createWebHistory('/admin/'),
  routes: [
    { path: '/', redirect: '/items' },
    { path: '/items', name: 'items', component: () => import('./items/ItemsPage.vue') },
    { path: '/items/:id', name: 'item', component: () => import('./items/ItemPage.vue'), props: true },
    { path: '/items/:id/correct', name: 'correct', component: () => import('./items/CorrectPage.vue'), props: true },
    { path: '/statutes', name: 'statutes', component: () => import('./statutes/StatutesPage.vue') },
    { path: '/statutes/:statuteKey', name: 'reader', component: () => import('./statutes/ReaderPage.vue'), props: true },
    {
      path: '/statutes/:statuteKey/compare',
      name: 'compare',
      component: () => import('./statutes/ComparePage.vue'),
      props: true,
    },
    { path: '/changes', name: 'changes', component: () => import('./changes/ChangesPage.vue') },
    { path: '/check', name: 'check', component: () => import('./check/CheckPage.vue') },
    { path: '/import', name: 'import', component: () => import('./import/ImportPage.vue') },
    { path: '/search', name: 'search', component: () => import('./search/SearchPage.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./shell/MissingPage.vue') },
  ],
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    // The reader scrolls to its own anchors, since they are there only after the text has come.
    return to.path === from.path ? false : { top: 0 }
  },
})

/** Moves the focus to the head of a new page, so that a screen reader says where one is. */
router.afterEach((to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return
  void nextTick(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }))
})
