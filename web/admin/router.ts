import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { knownSession, useSession } from '@/use/session'

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
    // the register
    { path: '/register/authorities', name: 'authorities', component: () => import('./register/AuthoritiesPage.vue'), meta: { own: true } },
    { path: '/register/authorities/:id', name: 'authority', component: () => import('./register/AuthorityPage.vue'), props: true, meta: { own: true } },
    { path: '/register/officers', name: 'officers', component: () => import('./register/OfficersPage.vue'), meta: { own: true } },
    { path: '/register/officers/:id', name: 'officer', component: () => import('./register/OfficerPage.vue'), props: true, meta: { own: true } },
    { path: '/register/import', name: 'register-import', component: () => import('./register/RegisterImportPage.vue'), meta: { own: true } },
    // cases
    { path: '/cases', name: 'cases', component: () => import('./cases/CaseListPage.vue'), meta: { own: true } },
    { path: '/cases/:id', name: 'case', component: () => import('./cases/CasePage.vue'), props: true, meta: { own: true } },
    // the rules, the record
    { path: '/packs', name: 'packs', component: () => import('./packs/PacksPage.vue'), meta: { own: true } },
    { path: '/packs/comparison', name: 'packs-compare', component: () => import('./packs/PackComparePage.vue'), meta: { own: true } },
    { path: '/packs/:digest', name: 'pack', component: () => import('./packs/PackPage.vue'), props: true, meta: { own: true } },
    { path: '/audit', name: 'audit', component: () => import('./audit/AuditPage.vue'), meta: { own: true } },
    { path: '/ledger', name: 'ledger', component: () => import('./ledger/LedgerPage.vue'), meta: { own: true } },
    { path: '/search', name: 'search', component: () => import('./search/SearchPage.vue') },
    // sign-in: `open` pages are for who is not signed in, `own` pages only for who is
    { path: '/sign-in', name: 'sign-in', component: () => import('./access/SignInPage.vue'), meta: { open: true } },
    { path: '/set-up', name: 'set-up', component: () => import('./access/SetUpPage.vue'), meta: { open: true } },
    { path: '/invitation', name: 'invitation', component: () => import('./access/InvitationPage.vue'), meta: { open: true } },
    { path: '/recovery', name: 'recovery', component: () => import('./access/RecoveryPage.vue'), meta: { open: true } },
    { path: '/password', name: 'password', component: () => import('./access/PasswordPage.vue'), meta: { own: true } },
    { path: '/second-factor', name: 'factor', component: () => import('./access/FactorPage.vue'), meta: { own: true } },
    { path: '/accounts', name: 'accounts', component: () => import('./accounts/AccountsPage.vue'), meta: { own: true } },
    { path: '/accounts/:id', name: 'account', component: () => import('./accounts/AccountPage.vue'), props: true, meta: { own: true } },
    // power lists and the review of items
    { path: '/items-review', name: 'queue', component: () => import('./items/QueuePage.vue'), meta: { own: true } },
    { path: '/powers', name: 'powers', component: () => import('./powers/PowersPage.vue'), meta: { own: true } },
    { path: '/power-lists', name: 'lists', component: () => import('./powers/ListsPage.vue'), meta: { own: true } },
    { path: '/power-lists/:id', name: 'list', component: () => import('./powers/ListPage.vue'), props: true, meta: { own: true } },
    {
      path: '/power-lists/:id/compare',
      name: 'list-versions',
      component: () => import('./powers/VersionsPage.vue'),
      props: true,
      meta: { own: true },
    },
    {
      path: '/power-lists/:id/text',
      name: 'list-text',
      component: () => import('./powers/TextPage.vue'),
      props: true,
      meta: { own: true },
    },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./shell/MissingPage.vue') },
  ],
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    // The reader scrolls to its own anchors, since they are there only after the text has come.
    return to.path === from.path ? false : { top: 0 }
  },
})

/** Who is not signed in is led to the sign-in, and back from there. */
router.beforeEach(async (to) => {
  if (!to.meta['own']) return true
  await knownSession()
  return useSession().signedIn.value || { name: 'sign-in', query: { next: to.fullPath } }
})

/** Moves the focus to the head of a new page, so that a screen reader says where one is. */
router.afterEach((to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return
  void nextTick(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }))
})
